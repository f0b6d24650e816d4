import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CassetteFile } from '../../src/cassette/file.ts';
import { recover } from '../../src/cassette/recover.ts';
import { pack } from '../../src/cassette/v1/shape.ts';
import { toText } from '../../src/cassette/text.ts';
import { TapeheadError } from '../../src/errors.ts';
import { random, type Random } from '../support/random.ts';
import { TempFolder } from '../support/tape.ts';
import { recordingOf, writeContent } from './content.ts';
import { end, type Forged, forge, HEAD, OUTCOME } from './forge.ts';
import { sample } from './sample.ts';

// The same bytes every time; `npm run fuzz -- cassette` is for others.
const { seed } = random(20_260_131);

/** Reads everything there is to read; the code of the error, or undefined. Any other error is a failure. */
function readAll(path: string): string | undefined {
  try {
    using file = CassetteFile.open(path);
    for (let i = 0; i < file.count; i++) {
      recordingOf(file, i);
      file.end(i);
    }
    for (const _ of toText(file, { timing: true })) continue;
    return undefined;
  } catch (error) {
    if (!(error instanceof TapeheadError)) throw error;
    if (error.code === 'CASSETTE_DAMAGED') expect(error.message).toMatch(/damaged at byte \d+: /);
    return error.code;
  }
}

/** Recovers what there is. Recovering takes any bytes that begin as a cassette. */
function recoverAll(path: string): number {
  try {
    using recovered = recover(path);
    return recovered.source.count;
  } catch (error) {
    if (!(error instanceof TapeheadError)) throw error;
    return 0;
  }
}

describe('a damaged cassette', () => {
  it('is refused wherever it was cut off', () => {
    using folder = new TempFolder();
    const path = folder.file('a');
    const bytes = readFileSync(writeContent(path, sample));
    for (let length = 0; length < bytes.length; length++) {
      writeFileSync(path, bytes.subarray(0, length));
      expect(readAll(path), `at ${length}`).toBe(length === 0 ? 'CASSETTE_NOT_ONE' : 'CASSETTE_DAMAGED');
    }
  });

  it('never gives other bytes than were taped, whichever bit is flipped', () => {
    using folder = new TempFolder();
    const path = folder.file('a');
    const bytes = readFileSync(writeContent(path, sample));
    for (let at = 0; at < bytes.length; at++) {
      const flipped = Buffer.from(bytes);
      flipped[at] = (bytes[at] as number) ^ (1 << (at % 8));
      writeFileSync(path, flipped);
      expect(readAll(path), `bit ${at % 8} of byte ${at}`).toMatch(/^CASSETTE_/);
    }
  });

  it('names the offset and the way to what is whole', () => {
    using folder = new TempFolder();
    const path = folder.file('a.cassette');
    const bytes = readFileSync(writeContent(path, sample));
    writeFileSync(path, bytes.subarray(0, -1));
    expect(() => CassetteFile.open(path)).toThrow(
      expect.objectContaining({
        code: 'CASSETTE_DAMAGED',
        message: expect.stringContaining(`damaged at byte ${bytes.length - 33}`),
        remedy: expect.stringContaining(`tapehead repair ${path}`),
      }),
    );
  });
});

describe(`any bytes at all (seed ${seed})`, () => {
  it('give recordings or an error of ours', { timeout: 120_000 }, () => {
    using folder = new TempFolder();
    const path = folder.file('a');
    const bytes = readFileSync(writeContent(path, sample));
    for (let round = 0; round < 4_000; round++) {
      writeFileSync(path, mutated(bytes, random(seed + round)));
      readAll(path);
      recoverAll(path);
    }
  });

  it('give the same where every CRC was made to hold', { timeout: 120_000 }, () => {
    using folder = new TempFolder();
    const path = folder.file('a');
    const payloads = [
      HEAD,
      pack([1, 0, Buffer.from('x'), [[0, 1, 'c', 1]]]),
      pack([2, 5, 1, 2, 3, 4]),
      OUTCOME,
      end(3),
    ];
    for (let round = 0; round < 4_000; round++) {
      const chance = random(seed + round);
      const recording = payloads.map((payload) =>
        chance.int(2) ? payload : nonEmpty(mutated(payload, chance)),
      );
      const entry = chance.int(4)
        ? {}
        : { [chance.pick(['offset', 'length', 'headLength', 'endLength'])]: chance.int(65_536) };
      forge(path, {
        recordings: [recording],
        entry,
        ...(chance.int(9) ? {} : { header: recording[0] as Buffer }),
      });
      readAll(path);
      recoverAll(path);
    }
  });
});

describe('a cassette made to do harm', () => {
  const refused = (forged: Forged): string | undefined => {
    using folder = new TempFolder();
    return readAll(forge(folder.file('a'), forged));
  };
  const withEvent = (...payloads: Buffer[]): Forged => ({
    recordings: [[HEAD, ...payloads, OUTCOME, end(payloads.length + 1)]],
  });

  it('is read where it does none', () => {
    expect(refused(withEvent())).toBeUndefined();
  });

  it.each([
    ['an array that claims a length of four thousand million', Buffer.from('ddffffffff', 'hex')],
    ['a map that does', Buffer.from('dfffffffff', 'hex')],
    ['bytes that do', Buffer.from('9300 01c6ffffffff'.replace(' ', ''), 'hex')],
    [
      'as many values as there are bytes',
      Buffer.concat([Buffer.from('dd00100000', 'hex'), Buffer.alloc(0x100000, 0xc0)]),
    ],
    ['nesting without end', Buffer.alloc(100_000, 0x91)],
    ['an extension type', Buffer.from('9300d40100', 'hex')],
    ['the byte that msgpack never uses', Buffer.from('930001c1', 'hex')],
    ['something after the event', Buffer.from('93000341c0', 'hex')],
    ['an event of a kind there is not', pack([0, 7])],
    ['a time before zero', pack([-1, 3, 1])],
    ['a time that is no number', pack([NaN, 3, 1])],
    ['a time between two', pack([0.5, 3, 1])],
    ['a stream that is text', pack([0, 1, 'text'])],
    ['an end where none should be', end(0)],
  ])('is refused: %s', (_, payload) => {
    expect(refused(withEvent(payload))).toBe('CASSETTE_DAMAGED');
  });

  it('is refused where an event is earlier than the one before', () => {
    expect(refused(withEvent(pack([5, 3, 1]), pack([4, 3, 2])))).toBe('CASSETTE_DAMAGED');
  });

  it('is refused where events are missing', () => {
    expect(refused({ recordings: [[HEAD, OUTCOME, end(2)]] })).toBe('CASSETTE_DAMAGED');
  });

  it('is refused where two recordings share their bytes', () => {
    const recording = [HEAD, OUTCOME, end(1)];
    expect(refused({ recordings: [recording, recording] })).toBeUndefined();
    expect(refused({ recordings: [recording, recording], entry: { offset: 47 } })).toBe('CASSETTE_DAMAGED');
  });

  it('is refused where the directory lies', () => {
    const recordings = [[HEAD, OUTCOME, end(1)]];
    for (const entry of [
      { offset: 0 },
      { offset: 2 ** 52 },
      { length: 2 ** 40 },
      { headLength: 9 },
      { endLength: 1 },
      { crc: 7 },
    ]) {
      expect(refused({ recordings, entry }), JSON.stringify(entry)).toBe('CASSETTE_DAMAGED');
    }
  });
});

const nonEmpty = (bytes: Buffer): Buffer => (bytes.length > 0 ? bytes : Buffer.from([0xc0]));

/** Bytes changed, cut out, put in, or cut off. */
function mutated(bytes: Buffer, { int, pick, bytes: some }: Random): Buffer {
  let result = Buffer.from(bytes);
  for (let n = 1 + int(4); n > 0; n--) {
    const at = int(result.length + 1);
    result = pick([
      () => Buffer.concat([result.subarray(0, at), some(1 + int(4)), result.subarray(at + int(5))]),
      () => Buffer.concat([result.subarray(0, at), result.subarray(Math.min(result.length, at + int(40)))]),
      () => Buffer.concat([result.subarray(0, at), some(int(40)), result.subarray(at)]),
      () =>
        Buffer.concat([
          result.subarray(0, at),
          Buffer.alloc(int(9), pick([0, 0xff])),
          result.subarray(at + 4),
        ]),
      () => result.subarray(0, at),
    ])();
  }
  return result;
}
