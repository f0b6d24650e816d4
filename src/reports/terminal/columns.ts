/** How many columns a terminal takes for a text without control characters. */
export function columnsOf(text: string): number {
  let columns = 0;
  for (const char of text) columns += widthOf(char);
  return columns;
}

/** As much of a text as fits, and how many columns that takes. */
export function fitting(text: string, columns: number): { text: string; columns: number } {
  let taken = 0;
  let end = 0;
  for (const char of text) {
    const width = widthOf(char);
    if (taken + width > columns) break;
    taken += width;
    end += char.length;
  }
  return { text: text.slice(0, end), columns: taken };
}

function widthOf(char: string): number {
  const code = char.codePointAt(0) ?? 0;
  if (code < 0x300) return 1;
  if (/\p{M}/u.test(char)) return 0;
  return WIDE.test(char) ? 2 : 1;
}

/** East Asian wide and full-width characters (UAX #11), and pictures. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}\p{Emoji_Presentation}]/u;
