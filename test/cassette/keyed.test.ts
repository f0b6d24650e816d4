import { describe, expect, it } from 'vitest';
import { CassetteFile } from '../../src/cassette/file.ts';
import { decodeHead, decodeKeyed, encodeHead } from '../../src/cassette/v1/head.ts';
import type { RecordingHead } from '../../src/cassette/recording.ts';
import { keyOf } from '../../src/key.ts';
import { random } from '../support/random.ts';
import { TempFolder } from '../support/tape.ts';
import { writeContent } from './content.ts';
import { randomContent } from './random-content.ts';

const { seed } = random();
const PLACE = { path: 'x.cassette', offset: 0 };
const PLAIN: RecordingHead = {
  asked: { kind: 'string', command: Buffer.from('esxcli network nic list') },
  tty: undefined,
  env: [],
  origin: 'test-7',
  user: 'root',
  start: 70_000,
  slots: [],
};

/** The key, or the message of the error. */
function keyBy(decode: typeof decodeKeyed, payload: Buffer): string {
  try {
    return keyOf(decode(payload, PLACE)).toString('hex');
  } catch (error) {
    return (error as Error).message;
  }
}

describe(`what a key is made of (seed ${seed})`, () => {
  it('is that of the whole head', () => {
    using folder = new TempFolder();
    for (let round = 0; round < 30; round++) {
      using file = CassetteFile.open(writeContent(folder.file('a'), randomContent(random(seed + round))));
      for (let i = 0; i < file.count; i++) expect(keyOf(file.keyed(i))).toEqual(keyOf(file.head(i)));
    }
  });

  it('is that of the whole head for each change of a byte, unless the whole head is damaged', () => {
    for (const head of [PLAIN, { ...PLAIN, origin: 'default', start: 2 ** 33, user: undefined }]) {
      const payload = encodeHead(head);
      for (let at = 0; at < payload.length; at++) {
        for (const value of [0, 1, 0x7f, 0x80, 0x83, 0xa3, 0xc4, 0xc5, 0xff]) {
          const changed = Buffer.from(payload);
          changed[at] = value;
          const whole = keyBy(decodeHead, changed);
          if (!whole.includes('damaged')) expect(keyBy(decodeKeyed, changed)).toBe(whole);
        }
        expect(keyBy(decodeKeyed, payload.subarray(0, at))).toContain('damaged');
      }
    }
  });
});
