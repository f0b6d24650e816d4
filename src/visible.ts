import { escapeText } from './cassette/escape.ts';

/**
 * Text that came from a cassette, a host or a client, made harmless on one line of a terminal or a CI log:
 * what has no look of its own is escaped. Backslashes stay as they are, unlike in the text of a cassette,
 * where everything can be read back.
 */
export const visible = (text: string): string => text.split('\\').map(escapeText).join('\\');

/** The same for text of several lines, none of which a CI system takes for a command (`::error`, `##[…]`). */
export function visibleLines(text: string): string {
  return text
    .split('\n')
    .map((line) => visible(line).replace(/^(?=\s*(?:::|##\[|##vso|##teamcity))/, '| '))
    .join('\n');
}
