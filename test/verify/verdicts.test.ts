import { describe, expect, it } from 'vitest';
import { exited, lost, refused } from '../../src/outcome.ts';
import { aCassette, aHost, verdicts, verified } from './a-verification.ts';

const ECHO = { command: 'echo one', stdout: 'one\n' };
const DATE = { command: 'date', stdout: 'Thursday\n' };
const TOUCH = { command: 'touch here', stdout: '' };

describe('what a recording comes to', () => {
  it('is the same where the host answers the same', async () => {
    expect(verdicts(await verified(aCassette([ECHO]), aHost([ECHO])))).toEqual(['same']);
  });

  it('is drift where the output or the outcome is another', async () => {
    const host = aHost([ECHO, DATE], {
      'echo one': { stdout: 'two\n' },
      date: { stdout: 'Thursday\n', outcome: exited(1) },
    });
    const { recordings } = await verified(aCassette([ECHO, DATE]), host);
    expect(recordings.map(({ verdict }) => verdict)).toEqual(['drift', 'drift']);
    expect(recordings.map(({ differences }) => differences[0]?.field)).toEqual(['stdout', 'outcome']);
  });

  it('is same after normalising where only a time is another, and drift where it is not hidden', async () => {
    const uptime = { command: 'uptime', stdout: 'since 2026-01-01T10:00:00Z\n' };
    const host = aHost([], { uptime: { stdout: 'since 2026-02-02T11:11:11Z\n' } });
    expect(verdicts(await verified(aCassette([uptime]), host))).toEqual(['same after normalising']);
    const switched = { normalise: [{ name: 'all', isOn: false }] };
    expect(verdicts(await verified(aCassette([uptime]), host, switched))).toEqual(['drift']);
  });

  it('pairs ids within an origin: one that stands for two is drift', async () => {
    const [a, b, c] = ['a', 'b', 'c'].map((digit) => `${digit.repeat(8)}-1111-4111-8111-${digit.repeat(12)}`);
    const tape = [
      { command: 'cat first', stdout: `${a}\n` },
      { command: 'cat second', stdout: `${b}\n` },
    ];
    const host = aHost([], { 'cat first': { stdout: `${c}\n` }, 'cat second': { stdout: `${c}\n` } });
    expect(verdicts(await verified(aCassette(tape), host))).toEqual(['same after normalising', 'drift']);
  });

  it('could not be checked where the host refuses, or the answer breaks off', async () => {
    const host = aHost([], {
      'echo one': { outcome: refused('the server gives no terminal') },
      date: { stdout: 'Thur', outcome: lost('the connection died') },
    });
    const { recordings } = await verified(aCassette([ECHO, DATE]), host);
    expect(recordings.map(({ verdict, reason }) => [verdict, reason])).toEqual([
      ['could not check', 'refused: the server gives no terminal'],
      ['could not check', 'lost: the connection died'],
    ]);
  });

  it('is not run where it may change the host, and nothing is that comes behind it in its origin', async () => {
    const other = { ...ECHO, origin: 'other' };
    const host = aHost([ECHO, DATE, TOUCH]);
    const report = await verified(aCassette([ECHO, TOUCH, DATE, other]), host);
    expect(verdicts(report)).toEqual(['same', 'not run: mutating', 'not run: state', 'same']);
    expect(host.executed.toSorted()).toEqual(['echo one', 'echo one']);
  });

  it('is run where it is allowed by a pattern for all of it', async () => {
    const tape = [TOUCH, ECHO];
    const run = (pattern: string) => verified(aCassette(tape), aHost(tape), { allowMutating: [pattern] });
    expect(verdicts(await run('touch'))).toEqual(['not run: mutating', 'not run: state']);
    expect(verdicts(await run('touch .*'))).toEqual(['same', 'same']);
  });

  it('is not run behind one that may have changed the host and could not be checked', async () => {
    const host = aHost([ECHO], { 'touch here': { outcome: lost('the connection died') } });
    const report = await verified(aCassette([TOUCH, ECHO]), host, { allowMutating: ['touch .*'] });
    expect(verdicts(report)).toEqual(['could not check: lost', 'not run: state']);
  });

  it('is mutating with a variable that may change what is run, whatever the profile says', async () => {
    const { effectOf } = await import('../../recorder/verify/effect.ts');
    const profile = { name: 'all', effectOf: () => ({ kind: 'read-only' as const }) };
    const asked = { kind: 'argv' as const, argv: [Buffer.from('echo')] };
    const effect = (name: string) =>
      effectOf({ env: [[name, Buffer.from('x')]], executed: undefined }, asked, profile).kind;
    expect(['LANG', 'LC_ALL', 'PATH', 'LD_PRELOAD', 'LOCPATH', 'BASH_ENV'].map(effect)).toEqual([
      ...['read-only', 'read-only'],
      ...['mutating', 'mutating', 'mutating', 'mutating'],
    ]);
  });

  it('tells latency apart, and never as drift', async () => {
    const { paceOf } = await import('../../recorder/verify/judge.ts');
    expect(paceOf({ recorded: 1e6, current: 1.9e6 })).toBeUndefined();
    expect(paceOf({ recorded: 1e5, current: 1e6 })).toBeUndefined();
    expect(paceOf({ recorded: 1e6, current: 4e6 })).toBe('slower');
    expect(paceOf({ recorded: 4e6, current: 1e6 })).toBe('faster');
  });
});
