import { describe, expect, it } from 'vitest';
import { HEAD } from '../../../src/doors/shim/frame.ts';
import { decodeHello } from '../../../src/doors/shim/hello.ts';
import { TapeheadError } from '../../../src/errors.ts';
import { random } from '../../support/random.ts';
import { hello } from './shim.ts';

const payloadOf = (...says: Parameters<typeof hello>): Buffer => hello(...says).subarray(HEAD);

describe('what a shim says first', () => {
  it('is decoded', () => {
    const says = { argv: ['a', '', 'ü\n'], origin: 'esx-1', asked: 'A,+chain', env: ['A=1=2'], tty: true };
    expect(decodeHello(payloadOf(says))).toEqual({
      pid: 4711,
      hasImageData: false,
      parent: 4710,
      uid: 1000,
      gid: 1001,
      umask: 0o22,
      descriptors: [0, 1, 2].map(() => ({ open: true, tty: true })),
      size: { columns: 80, rows: 24, width: 0, height: 0 },
      origin: 'esx-1',
      target: Buffer.from('/bin/esxcli'),
      cwd: Buffer.from('/tmp'),
      reports: ['A', '+chain'],
      argv: says.argv.map((word) => Buffer.from(word)),
      env: new Map([['A', Buffer.from('1=2')]]),
    });
  });

  it('is of another version by its first six bytes alone', () => {
    expect(decodeHello(payloadOf({ version: 7 }).subarray(0, 6))).toEqual({ version: 7 });
  });

  it.each([
    ['no command', { argv: [] }],
    ['a variable without a name', { env: ['=x'] }],
    ['a variable without a value', { env: ['x'] }],
  ])('is refused with %s', (_what, says) => {
    expect(() => decodeHello(payloadOf(says))).toThrow(TapeheadError);
  });

  it('is refused where it is longer than it should be', () => {
    expect(() => decodeHello(Buffer.concat([payloadOf(), Buffer.of(0)]))).toThrow(/is longer than/);
  });

  it('is decoded or refused, whatever the bytes are', () => {
    const { int, bytes, seed } = random();
    const good = payloadOf({ asked: 'A', env: ['A=1'], origin: 'x' });
    for (let round = 0; round < 3000; round++) {
      const mutant = Buffer.from(int(3) === 0 ? bytes(int(200)) : good.subarray(0, 1 + int(good.length)));
      for (let i = int(4); i > 0; i--) mutant[int(mutant.length)] = int(3) === 0 ? 255 : int(256);
      try {
        decodeHello(mutant);
      } catch (error) {
        expect(error, `TAPEHEAD_SEED=${seed}`).toBeInstanceOf(TapeheadError);
      }
    }
  });
});
