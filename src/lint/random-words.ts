/** A long word of base64 or hexadecimal digits, where its line speaks of a secret before it. */
export function randomWords(bytes: Buffer): { start: number; end: number }[] {
  const found: { start: number; end: number }[] = [];
  const text = bytes.toString('latin1');
  for (const { 0: speaks, index } of text.matchAll(SPEAKS)) {
    const from = index + speaks.length;
    const match = WORD.exec(text.slice(from, from + FAR));
    if (!match) continue;
    const [word] = match;
    const start = from + match.index;
    if (entropy(word) >= leastEntropy(word) && found.at(-1)?.start !== start)
      found.push({ start, end: start + word.length });
  }
  return found;
}

/** From a word that speaks of a secret to the end of what may be one, in bytes. */
const FAR = 160;

const SPEAKS =
  /(?:private|secret|api|access|auth|encryption|shared|master|recovery)[ _.-]?key|secret|token|passw(?:or)?d|credential/gi;
const WORD = /(?<=^[^\n]*)(?<![\w+/-])[\w+/-]{24,}={0,2}(?![\w+/-])/;

/** Bits a character (Shannon 1948). */
function entropy(word: string): number {
  const counts = new Map<string, number>();
  for (const letter of word) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  return [...counts.values()].reduce((sum, n) => sum - (n / word.length) * Math.log2(n / word.length), 0);
}

/** Of random digits nearly all bits are there; of paths and sentences fewer, and those have no digits. */
const leastEntropy = (word: string): number =>
  /^[0-9a-fA-F]+$/.test(word)
    ? 3
    : /\d/.test(word) && /[a-z]/.test(word) && /[A-Z]/.test(word)
      ? 4
      : Infinity;
