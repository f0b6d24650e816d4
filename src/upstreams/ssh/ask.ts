/** Asks a person. `echo` false: what is typed must not be seen. */
export type Ask = (text: string, echo: boolean) => Promise<string>;
