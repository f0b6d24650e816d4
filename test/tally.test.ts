import { describe, expect, it } from 'vitest';
import type { AnsweredCall, Provenance } from '../src/calls.ts';
import { systemClock } from '../src/clock.ts';
import { exited, lost, refused } from '../src/outcome.ts';
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

  it('counts the calls that hooks answered, and those that went wrong with it as trouble', () => {
    const tally = newTally();
    const trouble = { code: 'HOOK_FAILED', reason: 'it threw', remedy: undefined };
    const all: Provenance[] = [
      { from: 'hook', hook: 'a' },
      { from: 'fault', hook: 'b' },
      { from: 'hook', hook: 'c', trouble },
      { from: 'passthrough', hook: 'd' },
    ];
    for (const provenance of all) {
      void tally.asked(invocation('a'), client).answered({ provenance, outcome: exited(0) });
    }
    expect([tally.hooked, tally.troubles.count, tally.passedThrough]).toEqual([2, 1, 1]);
  });

  it.each(['hunter2hunter2', 'pw1'])('tells what went wrong without the secret %s of the call', (secret) => {
    const answered: AnsweredCall[] = [];
    const log = { asked: () => undefined, answered: (call: AnsweredCall) => void answered.push(call) };
    const tally = new Tally(log, undefined, new Secrets(), systemClock);
    const trouble = { code: 'HOOK_FAILED', reason: `no login by ${secret}`, remedy: `not by ${secret}` };
    const all: Provenance[] = [
      { from: 'trouble', ...trouble },
      { from: 'hook', hook: 'a', trouble },
      { from: 'passthrough', failure: `no login by ${secret}` },
    ];
    for (const provenance of all) {
      const outcome = lost(`no login by ${secret}`);
      void tally.asked(invocation(`esxcli -p ${secret} vm list`), client).answered({ provenance, outcome });
    }
    expect(answered).toHaveLength(3);
    const told = JSON.stringify(answered.map(({ provenance, outcome }) => ({ provenance, outcome })));
    expect(told).not.toContain(secret);
    expect(told.match(/no login by /g)).toHaveLength(6);
    expect(JSON.stringify(tally.troubles.first)).not.toContain(secret);
  });

  it('keeps fewer where clients ask at length', () => {
    const tally = newTally();
    const long = 'x'.repeat(256 * 1024);
    for (let i = 0; i < 100; i++) void tally.asked(invocation(long), client).answered(miss(long));
    expect(tally.misses.count).toBe(100);
    expect(tally.misses.first.length).toBeLessThan(20);
  });
});
