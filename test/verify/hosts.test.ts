import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { exited, refused } from '../../src/outcome.ts';
import type { Stdio } from '../../src/stdio.ts';
import type { Executed } from '../../src/upstreams/upstream.ts';
import { FakeUpstream } from '../support/fake-upstream.ts';
import { aCassette, aHost, verdicts, verified } from './a-verification.ts';
import { TurnedClock } from './turned-clock.ts';

const TAPE = ['one', 'two', 'three'].map((word) => ({ command: `echo ${word}`, stdout: `${word}\n` }));
const SAME = ['same', 'same', 'same'];

describe('a host', () => {
  it('that cannot be reached at the start could not be checked, and the others are', async () => {
    const tape = TAPE.flatMap((one) => ['here', 'away'].map((origin) => ({ ...one, origin })));
    const upstreams = { away: { url: 'ssh://nobody@127.0.0.1:1', sshConfig: '/dev/null' } };
    const report = await verified(aCassette(tape), aHost(TAPE), { upstreams });
    expect(byOrigin(report, 'here')).toEqual(SAME);
    expect(byOrigin(report, 'away')).toEqual(TAPE.map(() => 'could not check: host unreachable'));
  });

  it('that goes away midway is not asked again', async () => {
    const gone = async (stdio: Stdio): Promise<Executed> => {
      const outcome = refused('127.0.0.1:22 refuses connections');
      await stdio.send({ type: 'outcome', outcome });
      return { outcome, notes: [], isUnreachable: true };
    };
    const host = aHost(TAPE, { 'echo two': gone });
    const report = await verified(aCassette(TAPE), host);
    expect(verdicts(report)).toEqual([
      'same',
      ...TAPE.slice(1).map(() => 'could not check: host unreachable'),
    ]);
    expect(host.executed).toEqual(['echo one', 'echo two']);
  });

  it('that an origin has none of could not be checked', async () => {
    const cassette = aCassette(TAPE.map((one) => ({ ...one, origin: 'esx-1' })));
    const report = await verified(cassette, aHost(TAPE), {
      upstream: undefined as never,
      upstreams: { 'esx-2': aHost(TAPE) },
    });
    expect(verdicts(report)).toEqual(TAPE.map(() => 'could not check: host unreachable'));
    expect(report.recordings[0]?.reason).toContain('origin esx-1 has no upstream');
  });

  it('has origins side by side, and what one origin asked one after the other', async () => {
    const tape = TAPE.flatMap((one) => ['a', 'b', 'c'].map((origin) => ({ ...one, origin })));
    const host = new CountingHost();
    await verified(aCassette(tape), host, { sessions: 2 });
    expect(host.most).toBe(2);
    expect(host.mostOfOne).toBe(1);
  });

  it('is left alone when all is over, be it by an error', async () => {
    const tape = TAPE.flatMap((one) => ['a', 'b'].map((origin) => ({ ...one, origin })));
    const host = new FailingHost('a');
    await expect(verified(aCassette(tape), host)).rejects.toThrow('a bug');
    expect(host.running).toBe(0);
  });

  it('is not asked what a damaged recording holds, and the rest goes on', async () => {
    const cassette = aCassette(TAPE);
    const bytes = readFileSync(cassette);
    bytes[bytes.indexOf('two\n')]! ^= 1; // of its output
    writeFileSync(cassette, bytes);
    const host = aHost(TAPE);
    const report = await verified(cassette, host);
    expect(verdicts(report)).toEqual(['same', 'could not check: damaged', 'same']);
    expect(host.executed).toEqual(['echo one', 'echo three']);
  });

  it('has one execution at a time where what changes it is run', async () => {
    const touch = { command: 'touch here', stdout: '', origin: 'd' };
    const tape = [...TAPE.flatMap((one) => ['a', 'b'].map((origin) => ({ ...one, origin }))), touch];
    const host = new CountingHost();
    await verified(aCassette(tape), host, { allowMutating: ['touch .*'] });
    expect(host.most).toBe(1);
  });
});

describe('an execution', () => {
  it('that says more than it may is cancelled, and the rest goes on', async () => {
    const host = aHost(TAPE, { 'echo two': endless });
    const { recordings } = await verified(aCassette(TAPE), host, { maxOutput: 1_000_000 });
    expect(recordings.map(({ verdict }) => verdict)).toEqual(['same', 'could not check', 'same']);
    expect(recordings[1]?.reason).toBe('more than 1000000 bytes of output; try: a larger --max-output');
  });

  it('that takes longer than it may is cancelled, and the rest goes on', async () => {
    const clock = new TurnedClock();
    const host = aHost(TAPE, { 'echo two': untilGone });
    const running = verified(aCassette(TAPE), host, { clock, timeout: 5000 });
    while (host.executed.length < 2) await clock.waitedFor(5000);
    await clock.waitedFor(5000);
    clock.turn(5000);
    const { recordings } = await running;
    expect(recordings.map(({ verdict }) => verdict)).toEqual(['same', 'could not check', 'same']);
    expect(recordings[1]?.reason).toBe('no end within 5 s; try: a longer --timeout');
  });

  it('is cancelled when the run is ended, and what was done is reported', async () => {
    const ending = new AbortController();
    const host = aHost(TAPE, {
      'echo two': (stdio) => {
        ending.abort();
        return untilGone(stdio);
      },
    });
    const { recordings } = await verified(aCassette(TAPE), host, { signal: ending.signal });
    expect(recordings.map(({ verdict, reason }) => reason ?? verdict)).toEqual([
      'same',
      'interrupted',
      'interrupted',
    ]);
    expect(host.executed).toHaveLength(2);
  });
});

async function endless(stdio: Stdio): Promise<Executed> {
  const bytes = Buffer.alloc(64 * 1024);
  while (!stdio.isGone) await stdio.send({ type: 'stdout', bytes });
  return { outcome: exited(0), notes: ['cancelled'] };
}

async function untilGone(stdio: Stdio): Promise<Executed> {
  if (!stdio.isGone) await new Promise((resolve) => stdio.gone.addEventListener('abort', resolve));
  return { outcome: exited(0), notes: ['cancelled'] };
}

/** Counts how many executions there are at a time. */
class CountingHost extends FakeUpstream {
  most = 0;
  mostOfOne = 0;
  readonly #now: string[] = [];

  constructor() {
    super((command) => ({ stdout: command.startsWith('echo') ? `${command.slice(5)}\n` : '' }));
  }

  override async execute(...[invocation, stdio]: Parameters<FakeUpstream['execute']>): Promise<Executed> {
    this.#now.push(invocation.origin);
    this.most = Math.max(this.most, this.#now.length);
    this.mostOfOne = Math.max(this.mostOfOne, this.#now.filter((one) => one === invocation.origin).length);
    await new Promise((resolve) => setImmediate(resolve));
    const executed = await super.execute(invocation, stdio);
    this.#now.splice(this.#now.indexOf(invocation.origin), 1);
    return executed;
  }
}

/** Fails at once for one origin; the others take a while. */
class FailingHost extends FakeUpstream {
  running = 0;
  readonly #fails: string;

  constructor(fails: string) {
    super((command) => ({ stdout: `${command.slice(5)}\n` }));
    this.#fails = fails;
  }

  override async execute(...[invocation, stdio]: Parameters<FakeUpstream['execute']>): Promise<Executed> {
    if (invocation.origin === this.#fails) throw new Error('a bug');
    this.running++;
    for (let turns = 0; turns < 5; turns++) await new Promise((resolve) => setImmediate(resolve));
    const executed = await super.execute(invocation, stdio);
    this.running--;
    return executed;
  }
}

const byOrigin = (report: Parameters<typeof verdicts>[0], origin: string): string[] =>
  verdicts({ ...report, recordings: report.recordings.filter((one) => one.origin === origin) });
