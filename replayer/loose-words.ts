import type { KeyWords } from '../src/key.ts';
import { VOLATILE } from '../src/mask.ts';

/** Whether words asked are those of a recording, where each redacted slot of the recording is any value. */
export function matchWords(recorded: KeyWords, asked: KeyWords): boolean {
  return (
    recorded.kind === asked.kind &&
    recorded.words.length === asked.words.length &&
    recorded.words.every((word, i) => matchWord(word, asked.words[i] ?? new Uint8Array()))
  );
}

function matchWord(recorded: Uint8Array, asked: Uint8Array): boolean {
  const text = Buffer.from(asked).toString('latin1');
  const literals = literalsOf(Buffer.from(recorded).toString('latin1'));
  const [first = '', ...rest] = literals;
  if (rest.length === 0) return text === first;
  if (!text.startsWith(first)) return false;
  const last = rest.pop() ?? '';
  let at = first.length;
  for (const literal of rest) {
    const found = text.indexOf(literal, at);
    if (found === -1) return false;
    at = found + literal.length;
  }
  return text.length - last.length >= at && text.endsWith(last);
}

/** The parts between redacted slots; a volatile part is as literal as it is in the words asked. */
function literalsOf(masked: string): string[] {
  const parts = masked.split('\0');
  const literals: string[] = [parts[0] ?? ''];
  for (let i = 1; i < parts.length; i += 2) {
    const label = parts[i];
    const after = parts[i + 1] ?? '';
    if (label === VOLATILE) literals.push(`${literals.pop() ?? ''}\0${label}\0${after}`);
    else literals.push(after);
  }
  return literals;
}
