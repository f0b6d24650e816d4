/**
 * Text that came from a cassette, a host or a client, made harmless on one line of a terminal or a CI log:
 * control characters, line ends and what turns the direction of writing are escaped.
 */
export function visible(text: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what this is about
  return text.replace(/[\0-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g, (char) => {
    const code = char.charCodeAt(0);
    return SHORT[char] ?? (code < 0x100 ? `\\x${hex(code, 2)}` : `\\u${hex(code, 4)}`);
  });
}

/** The same for text of several lines, none of which a CI system takes for a command (`::error`, `##[…]`). */
export function visibleLines(text: string): string {
  return text
    .split('\n')
    .map((line) => visible(line).replace(/^(?=\s*(?:::|##\[|##vso|##teamcity))/, '| '))
    .join('\n');
}

const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\x1b': '\\e' };

const hex = (code: number, digits: number): string => code.toString(16).padStart(digits, '0');
