import { describe, expect, it } from 'vitest';
import { type Frame, FrameReader, LARGEST_PAYLOAD } from '../../../src/doors/shim/frame.ts';
import { random } from '../../support/random.ts';
import { frameOf } from './shim.ts';

/** All frames of some bytes that come in pieces. */
function read(pieces: readonly Buffer[]): Frame[] {
  const reader = new FrameReader();
  const frames: Frame[] = [];
  for (const piece of pieces) {
    reader.push(piece);
    for (let frame = reader.next(); frame; frame = reader.next()) frames.push(frame);
  }
  return frames;
}

describe('frames', () => {
  it('come out as they went in, however they are cut', () => {
    const { int, bytes, seed } = random();
    for (let round = 0; round < 300; round++) {
      const frames = Array.from({ length: 1 + int(6) }, () => ({
        type: int(256),
        payload: bytes(int(4) === 0 ? int(5000) : int(20)),
      }));
      const whole = Buffer.concat(frames.map(({ type, payload }) => frameOf(type, payload)));
      const pieces: Buffer[] = [];
      const most = 1 + int(int(2) === 0 ? 10 : 3000);
      for (let at = 0; at < whole.length;) {
        const end = at + 1 + int(most);
        pieces.push(Buffer.from(whole.subarray(at, end)));
        at = end;
      }
      expect(read(pieces), `TAPEHEAD_SEED=${seed}`).toEqual(frames);
    }
  });

  it('of the greatest length come through in single bytes, without room for each', () => {
    const payload = Buffer.alloc(LARGEST_PAYLOAD, 0x61);
    const whole = frameOf(3, payload);
    const reader = new FrameReader();
    for (let at = 0; at < 10_000; at++) {
      reader.push(whole.subarray(at, at + 1));
      expect(reader.next()).toBeUndefined();
    }
    reader.push(whole.subarray(10_000));
    expect(reader.next()?.payload.equals(payload)).toBe(true);
  });

  it('that are longer are refused as soon as they say so', () => {
    const head = Buffer.alloc(8);
    head.writeUInt32LE(LARGEST_PAYLOAD + 1);
    expect(() => read([head])).toThrow(/may have/);
    expect(() => read([head.subarray(0, 3), head.subarray(3)])).toThrow(/may have/);
  });
});
