import { random, type Random } from '../support/random.ts';
import type { Content } from '../cassette/content.ts';
import { randomContent } from '../cassette/random-content.ts';
import { type CassetteParts, joinFinal, joinJournal, type Joined, partsOf } from './cassette-parts.ts';
import { mutateBytes } from './mutate-bytes.ts';
import { mutatePayload } from './mutate-payload.ts';

/** What is fed to readers. */
export interface HostileCassette {
  bytes: Buffer;
  isJournal: boolean;
  /** All that may be read of it; undefined where that may be anything, as CRCs were made to hold. */
  taped: Content | undefined;
}

interface Base {
  content: Content;
  parts: CassetteParts;
}

/** How many cassettes there are to begin with; each is made when it is first asked for, and always the same. */
const BASES = 128;

/** Makes files that nobody wrote so, from cassettes and journals that somebody could have. */
export class HostileCassettes {
  readonly #bases = new Map<number, Base>();

  next(chance: Random): HostileCassette {
    const { int } = chance;
    const { content, parts } = this.#base(int(BASES));
    const isJournal = int(3) === 0;
    const join = (of: CassetteParts): Joined => (isJournal ? joinJournal(of, chance) : joinFinal(of));
    if (int(2)) {
      const other = joinFinal(this.#base(int(BASES)).parts).bytes;
      const { bytes, keepsFrames } = mutateBytes(join(parts).bytes, other, chance);
      return { bytes, isJournal, taped: keepsFrames ? content : undefined };
    }
    const joined = join(int(3) ? otherPayloads(parts, chance) : parts);
    if (int(2)) changeFields(joined, chance);
    return { bytes: joined.bytes, isJournal, taped: undefined };
  }

  #base(index: number): Base {
    let base = this.#bases.get(index);
    if (!base) {
      const content = shortened(randomContent(random(index), 6), index % 8 === 0 ? 5_000 : 200);
      base = { content, parts: partsOf(content) };
      this.#bases.set(index, base);
    }
    return base;
  }
}

function shortened(content: Content, most: number): Content {
  const recordings = content.recordings.map((recording) => ({
    ...recording,
    events: recording.events.map((event) =>
      'bytes' in event ? { ...event, bytes: event.bytes.subarray(0, most) } : event,
    ),
  }));
  return { ...content, recordings };
}

/** A few payloads replaced, recordings taken out or put in twice, frames exchanged: whatever has CRCs that hold. */
function otherPayloads({ header, recordings }: CassetteParts, chance: Random): CassetteParts {
  const { int, pick } = chance;
  const others = recordings.map(({ payloads, entry }) => ({ payloads: [...payloads], entry }));
  for (let n = int(4); n > 0 && others.length > 0; n--) {
    const { payloads } = pick(others);
    const at = int(payloads.length);
    const payload = payloads[at] as Buffer;
    pick([
      () => payloads.splice(at, 1, mutatePayload(payload, chance)),
      () => payloads.splice(at, 1, mutatePayload(payload, chance)),
      () => payloads.splice(at, 1, mutatePayload(payload, chance)),
      () => payloads.splice(int(payloads.length), 0, payload),
      () => (payloads.length > 1 ? payloads.splice(at, 1) : undefined),
      () => others.push({ payloads: [...payloads], entry: pick(recordings).entry }),
    ])();
  }
  return { header: int(10) ? header : mutatePayload(header, chance), recordings: others };
}

/** Sets one or two numbers to what they never are, and makes the CRCs over them hold. */
function changeFields({ bytes, fields, mend }: Joined, { int, pick }: Random): void {
  for (let n = 1 + int(2); n > 0; n--) {
    const { at, width } = pick(fields);
    const size = BigInt(bytes.length);
    const value = pick([
      ...[0n, 1n, 7n, 8n, 9n, 16n, 0x7fn, 0xffn, 0xffffn, 0x1_0000n, 1n << 24n, (1n << 24n) + 1n],
      ...[0x7fff_ffffn, 0x8000_0000n, 0xffff_fff7n, 0xffff_ffffn, 1n << 32n, (1n << 53n) - 1n, 1n << 53n],
      ...[(1n << 64n) - 1n, (1n << 64n) - 8n, size, size - 1n, size + 1n, BigInt(int(bytes.length))],
    ]);
    bytes.set(littleEndian(value, width), at);
  }
  mend(bytes);
}

function littleEndian(value: bigint, width: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt.asUintN(64, value));
  return bytes.subarray(0, width);
}
