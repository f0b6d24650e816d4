import { visible } from '../visible.ts';

/**
 * One line of text from a cassette or a host that no terminal, and no CI system that reads the log, takes for anything
 * but text: GitHub and Azure look for `##[…]` and `##vso[…]` anywhere in a line, for `::…` at its beginning.
 */
export const harmless = (text: string): string =>
  visible(text)
    .replace(/##(?=\[|vso\[|teamcity\[)/gi, String.raw`#\x23`)
    .replace(/^(\s*):(?=:)/, String.raw`$1\x3a`);
