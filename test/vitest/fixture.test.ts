import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CassetteFile } from '../../src/cassette/file.ts';
import { needs } from '../support/needs.ts';
import { writeCassette } from '../support/tape.ts';
import { Project, type SuiteRun } from './project.ts';

const NAME = 'a host says what it counts';
const FOLDER = 'test/__cassettes__/counter.suite.ts';
const CASSETTE = `${FOLDER}/a-host--says-what-it-counts.cassette`;

/** A host that counts: what it says is what was in the file when it was asked. */
class Counting extends Project {
  constructor() {
    super('counter');
    this.count(1);
  }

  count(number: number): void {
    writeFileSync(this.file('counter'), `${number}\n`);
  }

  async ask(
    expected: number,
    env: NodeJS.ProcessEnv = {},
    ...args: readonly string[]
  ): Promise<SuiteRun['tests'][string] | undefined> {
    const run = await this.run({ COUNTER: this.file('counter'), EXPECTED: `${expected}\n`, ...env }, ...args);
    return run.tests[NAME];
  }
}

/** Each starts a vitest, or several one after the other. */
const PATIENCE = { timeout: 240_000 };

const PASSED = { state: 'passed', messages: '' };
const FROM_UPSTREAM = { FROM: 'upstream' };

describe('the deck of a test', PATIENCE, () => {
  it('records once, into a cassette named after file and test, and plays it from then on', async () => {
    using project = new Counting();
    expect(await project.ask(1, FROM_UPSTREAM)).toEqual(PASSED);
    expect(project.list(FOLDER)).toEqual(['a-host--says-what-it-counts.cassette']);

    project.count(2);
    expect(await project.ask(1)).toEqual(PASSED);
    expect(await project.ask(1, { CI: 'true' })).toEqual(PASSED);
  });

  it('records anew with TAPEHEAD_MODE=all, and where vitest updates snapshots', async () => {
    using project = new Counting();
    await project.ask(1, FROM_UPSTREAM);
    project.count(2);
    expect(await project.ask(2, { ...FROM_UPSTREAM, TAPEHEAD_MODE: 'all' })).toEqual(PASSED);
    project.count(3);
    expect(await project.ask(3, FROM_UPSTREAM, '--update')).toEqual(PASSED);
    expect(await project.ask(3)).toEqual(PASSED);
  });

  it('records nothing in CI, unless it is told to by name', async () => {
    using project = new Counting();
    const missed = await project.ask(1, { CI: 'true' }, '--update');
    expect(missed?.state).toBe('failed');
    expect(missed?.messages).toContain(`there is no cassette ${project.file(CASSETTE)}`);
    expect(project.list('test')).not.toContain('__cassettes__');
    expect(await project.ask(1, { ...FROM_UPSTREAM, CI: 'true', TAPEHEAD_MODE: 'once' })).toEqual(PASSED);
    const unknown = await project.ask(1, { TAPEHEAD_MODE: 'sometimes' });
    expect(unknown?.messages).toContain('TAPEHEAD_MODE is "sometimes"');
  });

  it('keeps the cassette of a test that failed as it was, and does not stop the next run', async () => {
    using project = new Counting();
    await project.ask(1, FROM_UPSTREAM);
    const before = readFileSync(project.file(CASSETTE));
    project.count(2);
    const failed = await project.ask(1, { ...FROM_UPSTREAM, TAPEHEAD_MODE: 'all' });
    expect(failed?.state).toBe('failed');
    expect(failed?.messages).not.toContain('TEST_FAILED');
    expect(readFileSync(project.file(CASSETTE)).equals(before)).toBe(true);
    expect(project.list(FOLDER)).toEqual(['a-host--says-what-it-counts.cassette']);
    expect(await project.ask(2, { ...FROM_UPSTREAM, TAPEHEAD_MODE: 'all' })).toEqual(PASSED);
  });

  it('fails a test that leaves recordings unplayed, where all are to be', async () => {
    using project = new Counting();
    await project.ask(1, FROM_UPSTREAM);
    const counter = `cat ${project.file('counter')}`;
    writeCassette(project.file(CASSETTE), [
      { command: counter, stdout: '1\n' },
      { command: 'uname -a', stdout: 'VMkernel\n' },
    ]);
    const { state, messages } = (await project.ask(1)) ?? PASSED;
    expect(state).toBe('failed');
    expect(messages).toContain('never played: recording');
    expect(messages).toContain('2, uname -a');
    expect(messages).toContain('TAPEHEAD_MODE=all');
  });

  it('keeps log, cassette and journal of a test that failed, and says where; nothing of others', async () => {
    using project = new Counting();
    const kept = project.file('kept');
    expect(await project.ask(1, { ...FROM_UPSTREAM, TAPEHEAD_KEEP_FAILED: kept })).toEqual(PASSED);
    expect(project.list('kept') ?? []).toEqual([]);

    project.count(2);
    const env = { ...FROM_UPSTREAM, TAPEHEAD_MODE: 'all', TAPEHEAD_KEEP_FAILED: kept };
    const failed = await project.ask(1, env);
    const folder = 'kept/test/counter.suite.ts/a-host--says-what-it-counts';
    expect(failed?.messages).toContain(`are in ${project.file(folder)}`);
    expect(project.list(folder)).toEqual([
      'a-host--says-what-it-counts.cassette',
      'a-host--says-what-it-counts.cassette.journal',
      'deck.log',
    ]);
    const lines = project.read(`${folder}/deck.log`).trimEnd().split('\n');
    const events = lines.map((line) => (JSON.parse(line) as { event: string }).event);
    expect(events).toEqual(['asked', 'answered']);
    using cassette = CassetteFile.open(project.file(CASSETTE));
    expect(cassette.count).toBe(1);
  });
});

describe('a test with hooks', PATIENCE, () => {
  it('needs no cassette; what it missed fails it, with the reason', async () => {
    using project = new Project('hooked');
    const { tests } = await project.run();
    expect(tests['answers by hooks, without a cassette']).toEqual(PASSED);
    expect(tests['has the options that the configuration provides']).toEqual(PASSED);
    expect(tests['lenient may miss where it says so']).toEqual(PASSED);
    const missed = tests['is told what it missed'];
    expect(missed?.state).toBe('failed');
    expect(missed?.messages).toMatch(
      /missed: greet you: .*; hook greeting is not for it: argument 1 is "you", not me/,
    );
    expect(project.list('test')).not.toContain('__cassettes__');
  });
});

describe('matchers', PATIENCE, () => {
  it('say what was executed instead, and why that is not it', async () => {
    using project = new Project('matchers');
    const { tests } = await project.run();
    const EXECUTED = '1. esxcli network nic list: exited 0, from hook nics';
    const messages = (name: string): string => tests[name]?.messages ?? '';
    expect(messages('an execution that was expected and did not come')).toContain(
      'expected esxcli network nic get ** to be executed, but 1 call was asked:\n' +
        `  ${EXECUTED}\n     argument 3 is "list", not get`,
    );
    expect(messages('an execution that was not to be')).toContain(
      `expected esxcli never to be executed, but 1 call was asked:\n  ${EXECUTED}`,
    );
    expect(messages('another number of executions')).toContain(
      `expected esxcli to be executed 2 times, but it was 1: 1 call was asked:\n  ${EXECUTED}`,
    );
    expect(messages('an answer from elsewhere')).toContain(
      `expected any command to be answered from cassette, but 1 call was asked:\n  ${EXECUTED}`,
    );
  });
});

describe('tests at once', PATIENCE, () => {
  it('have a deck, an origin and a cassette each', async () => {
    using project = new Project('concurrent');
    const { tests, output } = await project.run();
    expect(new Set(Object.values(tests).map(({ state }) => state)), output).toEqual(new Set(['passed']));
    expect(project.list('test/__cassettes__/concurrent.suite.ts')).toEqual(
      [1, 2, 3, 4, 5].map((number) => `tests-at-once--number-${number}.cassette`),
    );
    const again = await project.run({ CI: '1' });
    expect(again.code, again.output).toBe(0);
  });
});

describe('names', PATIENCE, () => {
  it('of two tests that would have one cassette are told; a test that is tried again has its own', async () => {
    using project = new Project('names');
    const { tests } = await project.run();
    expect(tests['the same / name']).toEqual(PASSED);
    expect(tests['elsewhere the same / name']).toEqual(PASSED);
    expect(tests['the cassette of its choice']?.state).toBe('passed');
    expect(tests['the Same: name']?.messages).toContain(
      'the tests "the same / name" and "the Same: name" would have the same cassette',
    );
  });
});

describe('a test that ends', PATIENCE, () => {
  it('before its command fails, as nothing is recorded then; one that is skipped records nothing', async () => {
    using project = new Project('unfinished');
    const { tests } = await project.run();
    expect(tests['ends before its command']?.messages).toContain('still under way was cut');
    expect(project.list('test')).not.toContain('__cassettes__');
  });
});

needs('gcc')('the shim in a test', () => {
  it('stands for the commands that a program starts', PATIENCE, async () => {
    using project = new Project('shim');
    const { tests, output } = await project.run();
    expect(tests['answers the commands that a program starts'], output).toEqual(PASSED);
  });
});
