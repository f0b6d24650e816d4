import type { Slot } from '../cassette/recording.ts';
import { asBuffer } from '../as-buffer.ts';
import type { Content } from './answer.ts';

/** Numbers the secrets of one answer, over both streams, in the order they first occur. */
export type Numbers = Map<string, number>;

/** An output with a label in place of each secret, such as `<password:1>`. */
export interface Labelled {
  /** Whether there are any. */
  hasLabels: boolean;
  bytes: Buffer;
  /**
   * The same as a text of one character a byte, for readers that count columns: a secret keeps its length there, as
   * characters which {@link unlabel} turns into the label.
   */
  inPlace: () => string;
  unlabel: (text: string) => string;
}

export function labelled({ bytes, slots }: Content, numbers: Numbers): Labelled {
  const all = asBuffer(bytes);
  if (slots.length === 0)
    return { hasLabels: false, bytes: all, inPlace: () => all.toString('latin1'), unlabel: (text) => text };
  const secrets = joined(slots).map((slot) => ({ ...slot, number: numberOf(slot, numbers) }));
  const labels = new Map(secrets.map((slot) => [FIRST + (slot.number % MOST), labelOf(slot)]));
  return {
    hasLabels: true,
    bytes: Buffer.concat(replaced(all, secrets, (slot) => Buffer.from(labelOf(slot), 'latin1'))),
    inPlace: () =>
      replaced(all, secrets, ({ number, length }) =>
        String.fromCharCode(FIRST + (number % MOST)).repeat(length),
      )
        .map((part) => (typeof part === 'string' ? part : part.toString('latin1')))
        .join(''),
    unlabel: (text) => text.replace(SECRET, (run) => labels.get(run.charCodeAt(0)) ?? run),
  };
}

type Numbered = Slot & { number: number };

/** Characters for private use: no byte is one. */
const FIRST = 0xe000;
const MOST = 0x1900;
const SECRET = /([\ue000-\uf8ff])\1*/g;

const labelOf = ({ class: name, number }: Numbered): string => `<${name}:${number}>`;

function numberOf({ class: name, id }: Slot, numbers: Numbers): number {
  const secret = `${name}:${id}`;
  const number =
    numbers.get(secret) ?? [...numbers.keys()].filter((key) => key.startsWith(`${name}:`)).length + 1;
  numbers.set(secret, number);
  return number;
}

/** A secret over a chunk border has a slot in each chunk. */
function joined(slots: readonly Slot[]): Slot[] {
  const whole: Slot[] = [];
  for (const slot of [...slots].sort((a, b) => a.offset - b.offset)) {
    const last = whole.at(-1);
    const follows = last && last.offset + last.length === slot.offset;
    if (follows && last.id === slot.id && last.class === slot.class)
      whole[whole.length - 1] = { ...last, length: last.length + slot.length };
    else if (!last || slot.offset >= last.offset + last.length) whole.push(slot);
  }
  return whole;
}

function replaced<T>(all: Buffer, secrets: readonly Numbered[], by: (slot: Numbered) => T): (Buffer | T)[] {
  const parts: (Buffer | T)[] = [];
  let done = 0;
  for (const slot of secrets) {
    parts.push(all.subarray(done, slot.offset), by(slot));
    done = slot.offset + slot.length;
  }
  return [...parts, all.subarray(done)];
}
