import { describe, expect, it } from 'vitest';
import { systemClock } from '../src/clock.ts';
import { exited, refused } from '../src/outcome.ts';
import { Secrets } from '../src/redact/secrets.ts';
import { Tally } from '../src/tally.ts';
import { TestClient } from './support/client.ts';
import { invocation } from './support/tape.ts';

const miss = (reason: string): Parameters<ReturnType<Tally['asked']>['answered']>[0] => ({
  provenance: { from: 'miss', reason },
  outcome: exited(125),
});

describe('the tally of a deck', () => {
  const client = new TestClient();
  const newTally = (): Tally => new Tally(undefined, undefined, new Secrets(), systemClock);

  it('counts every call that went wrong, and keeps the first thousand of a kind', () => {
    const tally = newTally();
    for (let i = 0; i < 1_500; i++) void tally.asked(invocation(`a ${i}`), client).answered(miss(`${i}`));
    const provenance = { from: 'upstream', url: 'ssh://a', taped: false } as const;
    void tally.asked(invocation('b'), client).answered({ provenance, outcome: refused('no route') });
    expect([tally.calls, tally.misses.count, tally.failures.count]).toEqual([1_501, 1_500, 1]);
    expect(tally.misses.first).toHaveLength(1_000);
    expect(tally.misses.first.at(-1)).toMatchObject({ number: 1_000, provenance: { reason: '999' } });
    expect(tally.failures.first).toHaveLength(1);
  });

  it('keeps fewer where clients ask at length', () => {
    const tally = newTally();
    const long = 'x'.repeat(256 * 1024);
    for (let i = 0; i < 100; i++) void tally.asked(invocation(long), client).answered(miss(long));
    expect(tally.misses.count).toBe(100);
    expect(tally.misses.first.length).toBeLessThan(20);
  });
});
