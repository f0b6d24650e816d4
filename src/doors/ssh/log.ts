/** Told in one line what a client did that nobody else hears of: refused, cut off, broken. No secrets. */
export type Log = (line: string) => void;

/** What a client sent, as a log may show it: printable ASCII only. */
export function quoted(text: string): string {
  return JSON.stringify(text.slice(0, 100)).replace(
    /[^\x20-\x7e]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
