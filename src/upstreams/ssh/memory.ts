import type { Ask } from './ask.ts';

/**
 * Lets somebody who is asked for a password or passphrase not be asked again when a connection is made
 * anew. What did not let us in is forgotten; so is what works only once, such as a verification code.
 */
export function remembering<Args extends unknown[], T>(
  prompt: Ask | undefined,
  attempt: (ask: Ask | undefined, ...args: Args) => Promise<T>,
): (...args: Args) => Promise<T> {
  const answers = new Map<string, string>();
  return async (...args) => {
    const asked = new Set<string>();
    const ask: Ask | undefined =
      prompt &&
      (async (text, echo) => {
        const known = asked.has(text) ? undefined : answers.get(text);
        asked.add(text);
        const answer = known ?? (await prompt(text, echo));
        if (!echo && /pass(word|phrase)/i.test(text)) answers.set(text, answer);
        return answer;
      });
    try {
      return await attempt(ask, ...args);
    } catch (error) {
      answers.clear();
      throw error;
    }
  };
}
