import { describe, expect, it } from 'vitest';
import type { FaultSpec } from '../../../src/hooks/faults/spec.ts';
import { faulted, onStderr, says } from './a-fault.ts';

/** How long the first word takes in so many turns, in ms. */
async function latencies(spec: FaultSpec, turns = 200): Promise<number[]> {
  const all = Array.from({ length: turns }, async (_, i) => {
    const { stdio, clock } = faulted(spec, undefined, { number: i + 1 });
    await says(stdio, 'x');
    return clock.waits[0] ?? 0;
  });
  return Promise.all(all);
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

describe('latency', () => {
  it('is before the first word, and only there', async () => {
    const { stdio, client, clock } = faulted({ latency: '250ms' });
    await says(stdio, 'a', onStderr('b'), 'c');
    expect(clock.waits).toEqual([250]);
    expect(client.stdout + client.stderr).toBe('acb');
  });

  it('is before the end where nothing is said', async () => {
    const { stdio, clock } = faulted({ latency: '2s' });
    await says(stdio);
    expect(clock.waits).toEqual([2000]);
  });

  it('is drawn from what lies between two times', async () => {
    const drawn = await latencies({ latency: { uniform: ['10ms', '30ms'] } });
    expect(Math.min(...drawn)).toBeGreaterThanOrEqual(10);
    expect(Math.max(...drawn)).toBeLessThan(30);
    expect(mean(drawn)).toBeCloseTo(20, -1);
  });

  it('is normal or exponential, and never less than nothing', async () => {
    const normal = await latencies({ latency: { normal: { mean: '100ms', deviation: '100ms' } } });
    expect(Math.min(...normal)).toBe(0);
    expect(mean(normal)).toBeGreaterThan(80);
    expect(mean(normal)).toBeLessThan(140);
    const exponential = await latencies({ latency: { exponential: { mean: '100ms' } } });
    expect(Math.min(...exponential)).toBeGreaterThanOrEqual(0);
    expect(mean(exponential)).toBeGreaterThan(70);
    expect(mean(exponential)).toBeLessThan(130);
  });

  it('is the same for the same seed, and another in each turn', async () => {
    const latency = { uniform: ['0ms', '1s'] } as const;
    const first = await latencies({ latency }, 20);
    expect(await latencies({ latency }, 20)).toEqual(first);
    expect(new Set(first).size).toBe(20);
    expect(await latencies({ latency, seed: 2 }, 20)).not.toEqual(first);
  });
});

describe('a trickle', () => {
  it.each([
    ['100 B/s', 400],
    ['0.5kB/s', 80],
    ['10 kB/s', 4],
  ])('of %s lets 40 bytes take %i ms', async (trickle, expected) => {
    const { stdio, client, clock } = faulted({ trickle });
    await says(stdio, 'x'.repeat(15), onStderr('y'.repeat(15)), 'z'.repeat(10));
    expect(client.stdout).toBe(`${'x'.repeat(15)}${'z'.repeat(10)}`);
    expect(client.stderr).toBe('y'.repeat(15));
    expect(clock.now() / 1000).toBeCloseTo(expected, 0);
  });

  it.each(['10', '0 B/s', '10 kb/s', 'fast'])('of %j is none', (trickle) => {
    expect(() => faulted({ trickle })).toThrow(expect.objectContaining({ code: 'BAD_HOOK' }) as Error);
  });
});
