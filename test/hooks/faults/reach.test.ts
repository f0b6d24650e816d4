import { describe, expect, it } from 'vitest';
import type { OutputEvent } from '../../../src/event.ts';
import type { FaultSpec } from '../../../src/hooks/faults/spec.ts';
import { exited } from '../../../src/outcome.ts';
import { TestClient } from '../../support/client.ts';
import { random, type Random } from '../../support/random.ts';
import { cutAnywhere } from '../rewrite/rewritings.ts';
import { faulted } from './a-fault.ts';

type Stream = 'stdout' | 'stderr';
type Streams = Record<Stream, Buffer>;

const TIMES = 60;
const NOISE = 'tapehead: noise that a fault makes\n';

/** Bytes of any kind, or text with many characters of several bytes. */
const anything = (seeded: Random): Buffer =>
  seeded.int(2)
    ? seeded.bytes(seeded.int(400))
    : Buffer.from('aé€😀'.repeat(seeded.int(60)).slice(seeded.int(3)));

/** In chunks of any size, the streams in any order, each chunk lent for as long as it takes to send it. */
async function told(fault: FaultSpec, said: Streams, seeded: Random): Promise<TestClient> {
  const { stdio, client } = faulted(fault, new TestClient());
  const left = { stdout: cutAnywhere(said.stdout, seeded), stderr: cutAnywhere(said.stderr, seeded) };
  while (left.stdout.length + left.stderr.length > 0) {
    const type = seeded.pick<Stream>(['stdout', 'stderr']);
    const chunk = left[type].shift();
    if (!chunk) continue;
    const lent = Buffer.from(chunk);
    await stdio.send({ type, bytes: lent });
    lent.fill('?');
  }
  const ends: OutputEvent[] = [
    { type: 'eof', stream: 'stdout' },
    { type: 'eof', stream: 'stderr' },
    { type: 'outcome', outcome: exited(7) },
  ];
  for (const event of ends) await stdio.send(event);
  return client;
}

/** What a fault on `stream` leaves of its bytes, by the book: `mask` is what it makes of as many zeros. */
type Book = (bytes: Buffer, mask: Buffer) => Buffer;

const wholly: Book = (bytes) => bytes;

/** Zeros that it has changed show where, and how. */
const masked: Book = (bytes, mask) => Buffer.from(bytes.map((byte, i) => byte ^ (mask[i] ?? 0)));

/** Up to the first place inside a character, from `after` bytes on. */
const upToACharacter =
  (after: number): Book =>
  (bytes) => {
    const inside = bytes.findIndex((byte, i) => i >= after && (byte & 0xc0) === 0x80);
    return inside === -1 ? bytes : bytes.subarray(0, inside);
  };

/** Faults on one stream, with numbers of any size, and what each leaves of it. */
const FAULTS: Readonly<Record<string, (stream: Stream, seeded: Random) => [FaultSpec, Book]>> = {
  truncate(stream, { int }) {
    const after = int(300);
    return [{ truncate: { stream, after } }, (bytes) => bytes.subarray(0, after)];
  },
  'truncate inside a character'(stream, { int }) {
    const after = int(100);
    return [{ truncate: { stream, after, inside: 'character' } }, upToACharacter(after)];
  },
  cut: (stream) => [{ cut: { stream } }, wholly],
  corrupt: (stream, { int }) => [{ corrupt: { stream, chance: int(101) / 100 }, seed: int(1000) }, masked],
  flood(stream, { int }) {
    const size = int(200);
    const noise = Buffer.from(NOISE.repeat(6).slice(0, size));
    return [{ flood: { stream, bytes: size } }, (bytes) => Buffer.concat([noise, bytes])];
  },
};

describe('a fault on one stream', () => {
  it.each(Object.keys(FAULTS))('reaches as far as it says, and never the other stream: %s', async (name) => {
    const seeded = random();
    for (let i = 0; i < TIMES; i++) {
      const [stream, other] = seeded.pick<[Stream, Stream]>([
        ['stdout', 'stderr'],
        ['stderr', 'stdout'],
      ]);
      const [fault, book] = FAULTS[name]?.(stream, seeded) ?? [];
      if (!fault || !book) throw new Error(`there is no ${name}`);
      const said = { stdout: anything(seeded), stderr: anything(seeded) };
      const zeros = { ...said, [stream]: Buffer.alloc(said[stream].length) };
      const mask = (await told(fault, zeros, seeded)).bytes(stream);
      const client = await told(fault, said, seeded);
      const why = `${JSON.stringify(fault)}, seed ${seeded.seed}`;
      expect(client.bytes(other).toString('latin1'), why).toBe(said[other].toString('latin1'));
      expect(client.bytes(stream).toString('latin1'), why).toBe(book(said[stream], mask).toString('latin1'));
      expect(client.outcomes, why).toEqual([exited(7)]);
      expect(
        client.events.filter(({ type }) => type === 'eof'),
        why,
      ).toHaveLength(2);
    }
  });

  it('has bytes come twice or once, and never the other stream', async () => {
    const seeded = random();
    for (let i = 0; i < TIMES; i++) {
      const fault: FaultSpec = {
        duplicate: { stream: 'stdout', chance: seeded.int(101) / 100 },
        seed: seeded.int(1000),
      };
      const said = { stdout: anything(seeded), stderr: anything(seeded) };
      // Neighbours differ: what comes twice, one can see.
      const counting = { ...said, stdout: Buffer.from(said.stdout.map((_, at) => at % 251)) };
      const counted = (await told(fault, counting, seeded)).bytes('stdout');
      const isDouble = (at: number): boolean => counted[at] === counted[at + 1];
      const expected: number[] = [];
      for (const byte of said.stdout) expected.push(byte, ...(isDouble(expected.length) ? [byte] : []));
      const client = await told(fault, said, seeded);
      const why = `${JSON.stringify(fault)}, seed ${seeded.seed}`;
      expect([...client.bytes('stdout')], why).toEqual(expected);
      expect(client.stderr, why).toBe(said.stderr.toString());
    }
  });
});

describe('a fault on both streams together', () => {
  const LATE: readonly FaultSpec[] = [{ latency: '5ms' }, { trickle: '30 B/s' }, { trickle: '100 kB/s' }];
  const ENDS: readonly FaultSpec[] = [{ exit: 1 }, { signal: 'KILL' }, { status: 'none' }];

  it.each([...LATE, ...ENDS])('leaves every byte as it is: %j', async (fault) => {
    const seeded = random();
    for (let i = 0; i < TIMES; i++) {
      const said = { stdout: anything(seeded), stderr: anything(seeded) };
      const client = await told(fault, said, seeded);
      expect(client.stdout, `seed ${seeded.seed}`).toBe(said.stdout.toString());
      expect(client.stderr, `seed ${seeded.seed}`).toBe(said.stderr.toString());
      expect(client.outcomes, `seed ${seeded.seed}`).toHaveLength(1);
    }
  });

  it('breaks the connection behind as many bytes as it says, in the order they were sent', async () => {
    const seeded = random();
    for (let i = 0; i < TIMES; i++) {
      const said = { stdout: anything(seeded), stderr: anything(seeded) };
      const all = said.stdout.length + said.stderr.length;
      const after = seeded.int(all + 20);
      const client = await told({ drop: { after } }, said, seeded);
      const [stdout, stderr] = [client.bytes('stdout'), client.bytes('stderr')];
      const why = `after ${after} of ${all}, seed ${seeded.seed}`;
      expect(stdout.length + stderr.length, why).toBe(Math.min(after, all));
      expect(stdout.equals(said.stdout.subarray(0, stdout.length)), why).toBe(true);
      expect(stderr.equals(said.stderr.subarray(0, stderr.length)), why).toBe(true);
    }
  });
});
