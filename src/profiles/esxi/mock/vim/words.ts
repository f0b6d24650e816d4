/** Whether a word of a client says yes: `1`, `true`, `y`. */
export const isYes = (word: string): boolean => /^(1|true|y|yes|on)$/i.test(word);
