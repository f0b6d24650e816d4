import { createHash } from 'node:crypto';
import type { TapedEvent } from '../src/cassette/recording.ts';
import { keyWords } from '../src/key.ts';
import { mask, maskVolatile } from '../src/mask.ts';
import type { ReplayRules } from './options.ts';
import type { Recordings } from './recordings.ts';
import { partsFor, type VolatilePart } from './volatile.ts';

/**
 * Tells which recordings of a key have the same stdin. The digests of the directory do, unless volatile
 * parts or redacted slots make different bytes count as equal; only then the stdin itself is read.
 */
export function stdinClass(
  recordings: Recordings,
  numbers: readonly number[],
  rules: ReplayRules,
): (number: number) => string {
  if (rules.stdin === 'ignore') return () => '';
  const plain = (number: number): string => {
    const { file, index } = recordings.at(number);
    return file.entry(index).stdinDigest.toString('hex');
  };
  if (new Set(numbers.map(plain)).size < 2) return () => '';
  return (number) => {
    const { file, index } = recordings.at(number);
    const looksEqual = rules.volatileStdin.length > 0 || file.entry(index).redacted;
    if (!looksEqual) return plain(number);
    return maskedDigest(
      file.events(index),
      partsFor(rules.volatileStdin, () => keyWords(file.head(index))),
    );
  };
}

function maskedDigest(events: Iterable<TapedEvent>, volatile: readonly VolatilePart[]): string {
  const hash = createHash('sha256');
  let line = Buffer.alloc(0);
  for (const event of events) {
    if (event.type !== 'stdin') continue;
    const slots = (event.slots ?? []).map((slot) => ({
      start: slot.offset,
      end: slot.offset + slot.length,
      label: slot.class,
    }));
    line = Buffer.concat([line, mask(event.bytes, slots)]);
    const whole = line.lastIndexOf(0x0a) + 1;
    hash.update(maskVolatile(line.subarray(0, whole), volatile));
    line = line.subarray(whole);
  }
  return hash.update(maskVolatile(line, volatile)).digest('hex');
}
