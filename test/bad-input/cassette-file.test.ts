import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { run } from '../../src/cli/program.ts';
import { openDeck } from '../../src/deck.ts';
import type { Deck } from '../../src/running-deck.ts';
import { TapeheadError } from '../../src/errors.ts';
import { forge, HEAD, OUTCOME, end } from '../cassette/forge.ts';
import { FakeProcess } from '../cli/fake-process.ts';
import { type Done, tapehead, testFolder } from '../cli/run-tapehead.ts';
import { TestClient } from '../support/client.ts';
import { FakeUpstream } from '../support/fake-upstream.ts';
import { random } from '../support/random.ts';
import { invocation, type Short, TempFolder, writeCassette } from '../support/tape.ts';
import { expectError, expectOnlyError } from './serving.ts';

const TAPED: Short[] = [
  { command: 'uname -s', stdout: 'VMkernel\n' },
  {
    command: 'cat',
    stdout: '',
    events: [
      { at: 2, type: 'stdin', bytes: Buffer.from('typed\n') },
      { at: 3, type: 'stdout', bytes: Buffer.from('typed\n') },
    ],
  },
  { command: 'esxcli network nic list', stdout: '\xff\0 vmnic0\n', code: 3 },
  { command: 'uname -s', stdout: 'another time\n' },
];
const ANSWERS = [
  'exited 0: VMkernel\n',
  'exited 0: typed\n',
  'exited 3: \xff\0 vmnic0\n',
  'exited 0: another time\n',
];

interface Given {
  command: string;
  answer: string;
  stderr: string;
}

/** What every client is answered, in the order of the tape. */
async function answers(deck: Deck): Promise<Given[]> {
  const given: Given[] = [];
  for (const { command } of TAPED) {
    const client = new TestClient().type(command === 'cat' ? 'typed\n' : '').eof();
    await deck.answer(invocation(command), client);
    const { outcome } = client;
    const how = outcome?.kind === 'exited' ? `exited ${outcome.code}` : '?';
    given.push({
      command,
      answer: `${how}: ${client.bytes('stdout').toString('latin1')}`,
      stderr: client.stderr,
    });
  }
  return given;
}

/** The error of a deck that does not open. */
async function refusal(path: string): Promise<TapeheadError | undefined> {
  try {
    await using _ = await openDeck({ mode: 'none', cassettes: [path] });
    return undefined;
  } catch (error) {
    if (error instanceof TapeheadError) return error;
    throw error;
  }
}

describe('a cassette', () => {
  test('that is whole plays', async () => {
    using folder = new TempFolder();
    const path = writeCassette(folder.file('a.cassette'), TAPED);
    await using deck = await openDeck({ mode: 'none', cassettes: [path] });
    expect((await answers(deck)).map(({ answer }) => answer)).toEqual(ANSWERS);
  });

  test('cut off at any byte is refused before a door opens, with the offset and the way to repair it', async () => {
    using folder = new TempFolder();
    const path = folder.file('a.cassette');
    const bytes = readFileSync(writeCassette(path, TAPED));
    for (let length = 0; length < bytes.length; length++) {
      writeFileSync(path, bytes.subarray(0, length));
      const error = await refusal(path);
      if (length === 0) {
        expect(error).toMatchObject({ code: 'CASSETTE_NOT_ONE', remedy: 'remove it and record it again' });
        continue;
      }
      expect(error?.code, `cut off at ${length}`).toBe('CASSETTE_DAMAGED');
      expect(error?.message).toMatch(/a\.cassette is damaged at byte \d+: /);
      expect(error?.remedy).toContain(`tapehead repair ${path}`);
    }
  });

  test('with any byte changed is refused, or gives 125 for the one command and the others are as they were', async () => {
    using folder = new TempFolder();
    const path = folder.file('a.cassette');
    const { int, seed } = random();
    const bytes = readFileSync(writeCassette(path, TAPED));
    const became = { refused: 0, damaged: 0 };
    for (let at = 0; at < bytes.length; at++) {
      const flipped = Buffer.from(bytes);
      flipped[at] = (bytes[at] as number) ^ (1 << int(8));
      writeFileSync(path, flipped);
      const error = await refusal(path);
      if (error) {
        expect(error.remedy, `byte ${at}, seed ${seed}`).not.toBe('');
        became.refused++;
        continue;
      }
      await using deck = await openDeck({ mode: 'none', cassettes: [path] });
      const given = await answers(deck);
      const wrong = given.filter(({ answer }, i) => answer !== ANSWERS[i]);
      expect(new Set(wrong.map(({ command }) => command)).size, `byte ${at}, seed ${seed}`).toBeLessThan(2);
      for (const { answer, stderr } of wrong) {
        expect(answer, `byte ${at}, seed ${seed}`).toMatch(/^exited 125: /);
        expect(stderr, `byte ${at}, seed ${seed}`).toMatch(/tapehead: .*is damaged at byte \d+: /);
      }
      // None at all where the byte is of what the answer does not need, such as the counts at the end.
      if (wrong.length > 0) became.damaged++;
    }
    expect(Math.min(became.refused, became.damaged)).toBeGreaterThan(50);
  });

  test('with a damaged recording ends a run in trouble, and the rest of it plays', async () => {
    using folder = new TempFolder();
    damageFirstRecording(writeCassette(folder.file('a.cassette'), TAPED));
    await using deck = await openDeck({ mode: 'none', cassettes: [folder.file('a.cassette')] });
    const given = await answers(deck);
    // The one that is damaged stays the next of its command: what comes after it is not what was asked for.
    expect(given.map(({ answer }) => answer)).toEqual([
      'exited 125: ',
      ...ANSWERS.slice(1, 3),
      'exited 125: ',
    ]);
    const { troubles, misses, played } = await deck.close();
    expect({ troubles: troubles.length, misses: misses.length, played }).toEqual({
      troubles: 2,
      misses: 0,
      played: 2,
    });
  });

  test('that is damaged is not lost where it is recorded anew', async () => {
    using folder = new TempFolder();
    const path = writeCassette(folder.file('a.cassette'), TAPED);
    damageFirstRecording(path);
    const upstream = new FakeUpstream(() => ({ stdout: 'VMkernel\n' }));
    const deck = await openDeck({ mode: 'all', cassette: path, upstream });
    await deck.answer(invocation('uname -s'), new TestClient().eof());
    expect(await deck.close()).toMatchObject({ cassette: { kind: 'written', recordings: 1 } });
    await using replay = await openDeck({ mode: 'none', cassettes: [path] });
    expect((await answers(replay))[0]?.answer).toBe(ANSWERS[0]);
    expect(readdirSync(folder.path)).toEqual(['a.cassette']);
  });

  test('with a damaged recording gives its client 125, the reason and the remedy, and serves the next', async () => {
    const cwd = await testFolder();
    damageFirstRecording(writeCassette(`${cwd}/a.cassette`, TAPED));
    const client = fileURLToPath(new URL('../../dist/demo/exec-over-ssh.js', import.meta.url));
    const script = 'for c in "uname -s" "esxcli network nic list"; do "$0" "$1" "$c"; echo "exited $?"; done';
    const { code, stdout, stderr } = await tapehead(
      ['replay', '--cassette', 'a.cassette', '--', 'sh', '-c', script, process.execPath, client],
      { cwd },
    );
    expect(code).toBe(1);
    expect(stdout).toMatch(/^exited 125\n.*vmnic0\nexited 3\n$/s);
    expectError(stderr, /^a\.cassette is damaged at byte \d+: /, 'tapehead repair a.cassette');
    expectError(
      stderr,
      /^trouble: uname -s: a\.cassette is damaged at byte \d+: /,
      'tapehead repair a.cassette',
    );
    expect(stderr).toContain('tapehead: 1 played, 1 in trouble\n');
  });

  test('that is cut off is refused on the command line, and repaired by what the error names', async () => {
    const cwd = await testFolder();
    const path = `${cwd}/a.cassette`;
    const bytes = readFileSync(writeCassette(path, TAPED));
    writeFileSync(path, bytes.subarray(0, -50));
    const refused = await tapehead(['replay', '--cassette', 'a.cassette', '--', 'touch', 'ran'], { cwd });
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expectOnlyError(refused.stderr, /^a\.cassette is damaged at byte \d+: /, 'tapehead repair a.cassette');
    expect(readdirSync(cwd)).toEqual(['a.cassette']);

    const repaired = await tapehead(['repair', 'a.cassette'], { cwd });
    expect(repaired.code).toBe(0);
    expect(repaired.stderr).toContain('4 recordings from the damaged file');
    expect(readFileSync(`${path}.damaged`).equals(bytes.subarray(0, -50))).toBe(true);
    await using deck = await openDeck({ mode: 'none', cassettes: [path] });
    expect((await answers(deck)).map(({ answer }) => answer)).toEqual(ANSWERS);
  });

  test.each(['replay', 'show', 'diff', 'stats', 'repair', 'record'])(
    'of a newer format version is refused by name: %s',
    async (name) => {
      using folder = new TempFolder();
      const path = folder.file('a.cassette');
      forge(path, { version: 2, recordings: [[HEAD, OUTCOME, end(1)]] });
      const before = readFileSync(path);
      const args = {
        replay: ['--cassette', path, '--', 'touch', 'ran'],
        record: ['--upstream', 'local:', '--cassette', path, '--', 'touch', 'ran'],
        diff: [path, path],
      };
      const { code, stdout, stderr } = await here([name, ...(args[name as keyof typeof args] ?? [path])]);
      expect({ code, stdout }).toEqual({ code: name === 'diff' ? 2 : 1, stdout: '' });
      expectOnlyError(
        stderr,
        '/a.cassette is of format version 2; this tapehead reads versions up to 1',
        'update tapehead',
      );
      expect(readdirSync(folder.path)).toEqual(['a.cassette']);
      expect(readFileSync(path).equals(before)).toBe(true);
    },
  );
});

describe('what is no cassette', () => {
  const LFS =
    'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\nsize 12345\n';
  const files: [string, string, what: RegExp, remedy: string][] = [
    ['text', 'hello world\n', /it begins with other bytes/, 'tapehead record'],
    ['an empty file', '', /it is empty/, 'record it again'],
    ['a git LFS pointer', LFS, /a git LFS pointer/, 'git lfs pull'],
    ['a conflict marker', '<<<<<<< HEAD\n\x89tapehead', /conflict marker of a merge/, 'git checkout --ours'],
    [
      'converted line ends',
      '\x89tapehead\n\x1a\n',
      /line ends or characters have been converted/,
      '.gitattributes',
    ],
  ];

  test.each(files)('is told what it is, and what to do: %s', async (_, content, what, remedy) => {
    using folder = new TempFolder();
    const path = folder.file('a.cassette');
    writeFileSync(path, content, 'latin1');
    const { code, stdout, stderr } = await here(['replay', '--cassette', path, '--', 'touch', 'ran']);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expectOnlyError(stderr, what, remedy);
    expect(stderr).toMatch(/a\.cassette is not a cassette: /);
    expect(readdirSync(folder.path)).toEqual(['a.cassette']);
  });

  test('is never recorded over', async () => {
    using folder = new TempFolder();
    const upstream = new FakeUpstream(() => ({ stdout: 'x' }));
    for (const [name, content, what] of files) {
      writeFileSync(folder.file('notes.md'), content, 'latin1');
      for (const mode of ['all', 'new-episodes', 'once'] as const) {
        const opening = openDeck({ mode, cassette: folder.file('notes.md'), upstream });
        await expect(opening, `${name}, ${mode}`).rejects.toMatchObject({
          code: 'CASSETTE_NOT_ONE',
          message: expect.stringMatching(what) as string,
        });
        expect(readdirSync(folder.path)).toEqual(['notes.md']);
        expect(readFileSync(folder.file('notes.md'), 'latin1')).toBe(content);
      }
    }
    expect(upstream.executed).toEqual([]);
  });

  test('can be a directory', async () => {
    const cwd = await testFolder();
    mkdirSync(`${cwd}/tapes`);
    const { code, stderr } = await tapehead(['replay', '--cassette', 'tapes', '--', 'true'], { cwd });
    expect(code).toBe(1);
    expectOnlyError(stderr, 'tapes is not a cassette: it is a directory', "'tapes/*.cassette'");
  });

  test('can be the journal of one', async () => {
    const cwd = await testFolder();
    const failing = ['record', '--upstream', 'local:', '--cassette', 'a.cassette', '--', 'sh', '-c'];
    const env = { TMPDIR: await testFolder() }; // a killed one leaves its files
    await tapehead([...failing, 'exec kill -KILL $PPID'], { cwd, env });
    expect(readdirSync(cwd)).toEqual(['a.cassette.journal']);
    const { code, stderr } = await tapehead(['replay', '--cassette', 'a.cassette.journal', '--', 'true'], {
      cwd,
    });
    expect(code).toBe(1);
    expectOnlyError(stderr, 'it is the journal of one', 'run `tapehead repair a.cassette`');
  });
});

describe('a glob', () => {
  test('that matches nothing is an error, also beside one that does', async () => {
    const cwd = await testFolder();
    writeCassette(`${cwd}/a.cassette`, TAPED);
    const globs = ['--cassette', '*.cassette', '--cassette', 'tapes/**/*.cassette'];
    const { code, stdout, stderr } = await tapehead(['replay', ...globs, '--', 'touch', 'ran'], { cwd });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expectOnlyError(stderr, 'there is no cassette tapes/**/*.cassette', 'quote globs');
    expect(readdirSync(cwd)).toEqual(['a.cassette']);
  });
});

/** The command line without a process of its own. */
async function here(args: readonly string[]): Promise<Done> {
  const process = new FakeProcess();
  const code = await run(args, process);
  return { code, stdout: Buffer.concat(process.out).toString(), stderr: process.said };
}

/** Changes a byte of what the first recording wrote. */
function damageFirstRecording(path: string): void {
  const bytes = readFileSync(path);
  const at = bytes.indexOf('VMkernel');
  bytes[at] = (bytes[at] as number) ^ 1;
  writeFileSync(path, bytes);
}
