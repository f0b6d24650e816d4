import { describe, expect, it } from 'vitest';
import type { FaultSpec } from '../../../src/hooks/faults/spec.ts';
import { TestClient } from '../../support/client.ts';
import { random } from '../../support/random.ts';
import { cutAnywhere } from '../rewrite/rewritings.ts';
import { faulted, onStderr, says, type Where } from './a-fault.ts';

async function told(spec: FaultSpec, chunks: readonly Uint8Array[], where: Where = {}): Promise<Buffer> {
  const { stdio, client } = faulted(spec, new TestClient(), where);
  await says(stdio, ...chunks, onStderr('left alone: ü\n'));
  expect(client.stderr).toBe('left alone: ü\n');
  return client.bytes('stdout');
}

describe('corruption', () => {
  const corrupt = { corrupt: { stream: 'stdout', chance: 0.01 } } as const;
  const stream = Buffer.alloc(50_000, 'x');

  it('changes about as many bytes as it is likely', async () => {
    const bytes = await told(corrupt, [stream]);
    expect(bytes.length).toBe(stream.length);
    const changed = bytes.filter((byte) => byte !== 0x78).length;
    expect(changed).toBeGreaterThan(400);
    expect(changed).toBeLessThan(600);
  });

  it('has the same bytes changed for the same seed, whatever the chunks', async () => {
    const seeded = random();
    const first = await told(corrupt, [stream]);
    expect((await told(corrupt, cutAnywhere(stream, seeded))).equals(first), `seed ${seeded.seed}`).toBe(
      true,
    );
    for (const where of [{ number: 2 }, { place: 'another/0/0' }, { seed: 2 }])
      expect((await told(corrupt, [stream], where)).equals(first)).toBe(false);
    expect((await told({ ...corrupt, seed: 2 }, [stream], { seed: 3 })).equals(first)).toBe(false);
  });

  it.each([
    [0, 'abc'],
    [1, undefined],
  ])('of chance %i is certain', async (chance, expected) => {
    const bytes = await told({ corrupt: { stream: 'stdout', chance } }, [Buffer.from('abc')]);
    if (expected !== undefined) expect(bytes.toString()).toBe(expected);
    else expect([...bytes].every((byte, i) => byte !== 'abc'.charCodeAt(i))).toBe(true);
  });

  it.each([-0.1, 1.1, Number.NaN])('has no chance %d', (chance) => {
    expect(() => faulted({ corrupt: { stream: 'stdout', chance } })).toThrow(
      expect.objectContaining({ code: 'BAD_HOOK' }) as Error,
    );
  });
});

describe('duplication', () => {
  it('has bytes come twice, the same for the same seed', async () => {
    const duplicate = { duplicate: { stream: 'stdout', chance: 0.1 } } as const;
    const stream = Buffer.from(Array.from({ length: 5000 }, (_, i) => i % 251));
    const bytes = await told(duplicate, [stream]);
    expect(bytes.length).toBeGreaterThan(5400);
    expect(bytes.length).toBeLessThan(5600);
    expect(Buffer.from(bytes.filter((byte, i) => byte !== bytes[i - 1])).equals(stream)).toBe(true);
    expect((await told(duplicate, cutAnywhere(stream, random()))).equals(bytes)).toBe(true);
  });
});

describe('a flood', () => {
  it('comes before all else', async () => {
    const client = new TestClient();
    const { stdio } = faulted({ flood: { stream: 'stderr', bytes: 200_001 } }, client);
    await says(stdio, 'x', onStderr('y'));
    expect(client.bytes('stderr').length).toBe(200_002);
    expect(client.order).toEqual(['stderr', 'stdout', 'stderr', 'eof stdout', 'eof stderr', 'outcome']);
    expect(client.stdout).toBe('x');
  });

  it('waits for its client, and ends when that is gone', async () => {
    const client = new TestClient();
    client.stall();
    const { stdio } = faulted({ flood: { stream: 'stderr', bytes: 1e12 } }, client);
    const said = says(stdio, 'x');
    await client.until(({ events }) => events.length === 1);
    client.leave();
    await said;
    expect(client.events.length).toBeLessThan(10);
  });
});

describe('a cut', () => {
  it('ends chunks inside a character, and changes nothing else', async () => {
    const client = new TestClient();
    const { stdio, clock } = faulted({ cut: { stream: 'stdout' } }, client);
    await says(stdio, 'plain', 'aü€', 'b😀c', Buffer.from('\xbf\xbf', 'latin1'), onStderr('ü'));
    const chunks = client.events.flatMap((event) =>
      'bytes' in event ? [Buffer.from(event.bytes).toString('latin1')] : [],
    );
    expect(chunks).toEqual([
      'plain',
      'a\xc3\xbc\xe2',
      '\x82\xac',
      'b\xf0',
      '\x9f\x98\x80c',
      '\xbf\xbf',
      '\xc3\xbc',
    ]);
    expect(clock.waits.length).toBe(2);
  });
});
