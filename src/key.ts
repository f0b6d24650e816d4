import { hash } from 'node:crypto';
import { slotsByIndex } from './cassette/head-slots.ts';
import type { HeadSlot, RecordingHead } from './cassette/recording.ts';
import { mask } from './mask.ts';
import { simpleWords } from './shell.ts';

/** What of a recording or a (redacted) invocation its key is made of. */
export type Keyed = Pick<RecordingHead, 'asked' | 'tty' | 'slots'>;

/** The words of a key: an argv, or a single word that stands byte for byte. */
export interface KeyWords {
  kind: 'argv' | 'string' | 'session' | 'subsystem';
  words: readonly Uint8Array[];
}

/**
 * The words that a key compares, each redacted slot in them replaced by its class between two NULs, which
 * no argv can hold. A simple shell string gives the words of its argv. The command name is what stands
 * after the last slash of argv[0]; links are not followed.
 */
export function keyWords(head: Pick<Keyed, 'asked' | 'slots'>): KeyWords {
  const { asked, slots } = head;
  switch (asked.kind) {
    case 'argv': {
      const slotsOf = slotsByIndex(slots, 'argv');
      return { kind: 'argv', words: asked.argv.map((word, i) => nameOnly(masked(word, slotsOf(i)), i)) };
    }
    case 'string': {
      const command = masked(asked.command, slotsByIndex(slots, 'command')(0));
      const words = simpleWords(command);
      return words
        ? { kind: 'argv', words: words.map((word, i) => nameOnly(word, i)) }
        : { kind: 'string', words: [command] };
    }
    case 'session':
      return { kind: 'session', words: [] };
    case 'subsystem':
      return { kind: 'subsystem', words: [Buffer.from(asked.name)] };
  }
}

/**
 * The canonical bytes of a key, as cassettes/README.md has them: kind (`a` argv, `s` string, `t` session,
 * `u` subsystem), `1` or `0` for the tty, then each word as u32 LE length and bytes.
 */
export function encodeKey({ kind, words }: KeyWords, tty: boolean): Buffer {
  const key = Buffer.allocUnsafe(words.reduce((size, word) => size + 4 + word.length, 2));
  key[0] = KIND_BYTE[kind];
  key[1] = tty ? 0x31 : 0x30;
  let at = 2;
  for (const word of words) {
    key.writeUInt32LE(word.length, at);
    key.set(word, at + 4);
    at += 4 + word.length;
  }
  return key;
}

/** The key that the directory of a cassette indexes. */
export const keyOf = (head: Keyed): Buffer => encodeKey(keyWords(head), head.tty !== undefined);

/** The first 8 bytes of SHA-256, as the directory holds them. */
export const digest8 = (bytes: Uint8Array): Buffer => hash('sha256', bytes, 'buffer').subarray(0, 8);

const KIND_BYTE = { argv: 0x61, string: 0x73, session: 0x74, subsystem: 0x75 } as const;

function masked(bytes: Uint8Array, slots: readonly HeadSlot[]): Uint8Array {
  if (slots.length === 0) return bytes;
  return mask(
    bytes,
    slots.map((slot) => ({ start: slot.offset, end: slot.offset + slot.length, label: slot.class })),
  );
}

function nameOnly(word: Uint8Array, index: number): Uint8Array {
  if (index > 0) return word;
  const name = word.subarray(word.lastIndexOf(0x2f) + 1);
  return name.length > 0 ? name : word;
}
