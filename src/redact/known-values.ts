import type { Found, Rule } from './rule.ts';

/** Shorter values are not searched for: they are everywhere. */
const SHORTEST = 6;

/** Pairs of bytes in so many. */
const PLACES = SHORTEST - 1;

/** A value that is searched for wherever it may turn up. */
interface Value {
  bytes: Buffer;
  class: string;
}

/**
 * Finds known values, at a price that hardly depends on how many there are. Of their first six bytes every fifth
 * pair of bytes in a stream meets one: it is that pair which is looked at, and only a value whose first bytes
 * occur is looked for itself.
 */
export class KnownValues {
  #byPrefix = new Map<number, Value[]>();
  /** The first bytes of values, fewer than six of them, as `fewBytes` has them. */
  #beginnings = new Set<number>();
  #longest = 0;
  /** By two bytes: where in the first bytes of a value they stand, a bit for each place. */
  #places: Uint8Array | undefined;

  /** A value too short to be searched for is passed over. */
  add(bytes: Buffer, secretClass: string): void {
    if (bytes.length < SHORTEST) return;
    const value = { bytes, class: secretClass };
    push(this.#byPrefix, bytes.readUIntBE(0, SHORTEST), value);
    for (let length = 1; length < SHORTEST; length++) this.#beginnings.add(fewBytes(bytes, 0, length));
    this.#longest = Math.max(this.#longest, bytes.length);
    this.#places ??= new Uint8Array(0x10000);
    for (let place = 0; place < PLACES; place++) {
      const pair = bytes.readUInt16BE(place);
      this.#places[pair] = (this.#places[pair] as number) | (1 << place);
    }
  }

  readonly rule: Rule = (bytes, final) => {
    if (this.#places === undefined) return { found: [], open: bytes.length };
    const found: Found[] = [];
    for (const { value, first } of this.#begun(bytes, this.#places)) findAll(value, bytes, first, found);
    return { found, open: final ? bytes.length : this.#startOfOpen(bytes, this.#places) };
  };

  /** The values whose first bytes occur, and where they do so first. */
  #begun(bytes: Buffer, places: Uint8Array): { value: Value; first: number }[] {
    const begun = new Map<Value[], number>();
    const last = bytes.length - 2;
    for (let at = 0; at <= last; at += PLACES) {
      const here = places[((bytes[at] as number) << 8) | (bytes[at + 1] as number)] as number;
      if (here !== 0) this.#noteBegun(bytes, at, here, begun);
    }
    return [...begun].flatMap(([values, first]) => values.map((value) => ({ value, first })));
  }

  #noteBegun(bytes: Buffer, at: number, places: number, begun: Map<Value[], number>): void {
    for (let place = PLACES - 1; place >= 0; place--) {
      const first = at - place;
      if ((places & (1 << place)) === 0 || first < 0 || first + SHORTEST > bytes.length) continue;
      const values = this.#byPrefix.get(bytes.readUIntBE(first, SHORTEST));
      if (values && !begun.has(values)) begun.set(values, first);
    }
  }

  /** Where the end of the bytes may be the beginning of a value. */
  #startOfOpen(bytes: Buffer, places: Uint8Array): number {
    const end = bytes.length;
    for (let at = Math.max(0, end - this.#longest + 1); at < end - 1; at++) {
      const here = places[((bytes[at] as number) << 8) | (bytes[at + 1] as number)] as number;
      if ((here & 1) !== 0 && this.#mayBegin(bytes, at)) return at;
    }
    return end > 0 && this.#mayBegin(bytes, end - 1) ? end - 1 : end;
  }

  #mayBegin(bytes: Buffer, at: number): boolean {
    const length = bytes.length - at;
    if (length < SHORTEST) return this.#beginnings.has(fewBytes(bytes, at, length));
    const values = this.#byPrefix.get(bytes.readUIntBE(at, SHORTEST));
    return values?.some((value) => beginsWith(value.bytes, bytes, at)) ?? false;
  }
}

/** Up to five bytes as a number, in which others or more of them are another. */
const fewBytes = (bytes: Buffer, at: number, length: number): number =>
  bytes.readUIntBE(at, length) * SHORTEST + length;

/** Every occurrence from `first` on; of those that overlap a taken one the last, as the two hide all of them. */
function findAll(value: Value, bytes: Buffer, first: number, found: Found[]): void {
  for (let at = bytes.indexOf(value.bytes, first); at !== -1;) {
    const end = at + value.bytes.length;
    found.push({ start: at, end, class: value.class });
    const overlapping = bytes.lastIndexOf(value.bytes, end - 1);
    at = overlapping > at ? overlapping : bytes.indexOf(value.bytes, end);
  }
}

/** Whether the value goes on where the bytes from `at` on end. */
function beginsWith(value: Buffer, bytes: Buffer, at: number): boolean {
  const length = bytes.length - at;
  return length < value.length && value.compare(bytes, at, bytes.length, 0, length) === 0;
}

function push<K, V>(lists: Map<K, V[]>, key: K, item: V): void {
  const list = lists.get(key);
  if (list) list.push(item);
  else lists.set(key, [item]);
}
