import type { KeyWords } from '../src/key.ts';
import { VOLATILE } from '../src/mask.ts';
import { latin1 } from '../src/redact/secrets.ts';

/**
 * Holds words asked against those of a recording, where each redacted slot of the recording is any value. Gives
 * what stands at the slots, in order; undefined where other things differ.
 */
export function matchWords(recorded: KeyWords, asked: KeyWords): Uint8Array[] | undefined {
  if (recorded.kind !== asked.kind || recorded.words.length !== asked.words.length) return undefined;
  const values: Uint8Array[] = [];
  for (const [i, word] of recorded.words.entries()) {
    const found = matchWord(latin1(word), latin1(asked.words[i] ?? new Uint8Array()));
    if (!found) return undefined;
    values.push(...found.map((value) => Buffer.from(value, 'latin1')));
  }
  return values;
}

function matchWord(recorded: string, asked: string): string[] | undefined {
  const [first = '', ...rest] = literalsOf(recorded);
  const last = rest.pop();
  if (last === undefined) return asked === first ? [] : undefined;
  if (!asked.startsWith(first)) return undefined;
  const values: string[] = [];
  let at = first.length;
  for (const literal of rest) {
    const found = asked.indexOf(literal, at);
    if (found === -1) return undefined;
    values.push(asked.slice(at, found));
    at = found + literal.length;
  }
  const end = asked.length - last.length;
  return end >= at && asked.endsWith(last) ? [...values, asked.slice(at, end)] : undefined;
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
