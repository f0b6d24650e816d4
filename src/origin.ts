/**
 * What names an origin. It stands after a `+` in a user name and as a `Host` in the client config, so it has
 * none of the letters that mean something there.
 */
export const isOrigin = (text: string): boolean => /^[A-Za-z0-9_][A-Za-z0-9_.:@-]{0,254}$/.test(text);
