import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { tapehead, testFolder } from '../cli/run-tapehead.ts';
import { writeCassette } from '../support/tape.ts';
import { inTmpfs, withOwnMounts, withSmallFiles } from './own-mounts.ts';
import { expectError, expectOnlyError } from './serving.ts';

const RECORD = 'tapehead record --upstream local: --cassette a.cassette';

/** Three executions, of which the second is more than there is room for; the client says how each ended. */
const THREE = `"
  $client 'echo kept'; echo \\"client 1: \\$?\\"
  $client 'head -c 300000 /dev/zero; exit 7' >big; echo \\"client 2: \\$?\\"
  $client 'echo after; exit 5'; echo \\"client 3: \\$?\\"
"`;
const SAID = 'kept\nclient 1: 0\nclient 2: 7\nafter\nclient 3: 5\n';

describe('a file that may not grow while it is taped', () => {
  test('ends the taping and not the clients, and what was complete is kept', async () => {
    const cwd = await testFolder();
    const toPipe = THREE.replace('>big', '| wc -c').replace('client 2: \\\\$?', 'client 2');
    const { stdout, stderr, code } = await withSmallFiles(cwd, 8, `${RECORD} -- sh -c ${toPipe}`);
    expect(stdout).toBe('kept\nclient 1: 0\n300000\nclient 2: 0\nafter\nclient 3: 5\n');
    expect(code).toBe(1);
    expectOnlyError(
      stderr,
      'taping into a.cassette stopped half-way: EFBIG: file too large, write; 1 recording was complete and is in its journal',
      /^raise the limit on the size of files \(ulimit -f\), then run `tapehead repair a\.cassette`/,
    );
    expect(readdirSync(cwd)).toEqual(['a.cassette.journal']);
    const repaired = await tapehead(['repair', 'a.cassette'], { cwd });
    expect(repaired.stderr).toContain('wrote a.cassette: 1 recording from the journal; 1 recording left out');
    expect((await tapehead(['show', 'a.cassette'], { cwd })).stdout).toContain('echo kept');
  });
});

withOwnMounts('a disk', () => {
  test('that fills up while taping ends the taping and not the clients, and what was complete is kept', async () => {
    const { stdout, stderr, code } = await inTmpfs(
      await testFolder(),
      '64k',
      `head -c 50000 /dev/zero >ballast
       ${RECORD} -- sh -c ${THREE.replace('>big', '>/dev/null')}; echo "record: $?"; ls
       rm ballast
       tapehead repair a.cassette; echo "repair: $?"; ls
       tapehead replay --cassette a.cassette -- sh -c "$client 'echo kept'"; echo "replay: $?"
       ${RECORD} -- sh -c "$client 'echo new'"; echo "record: $?"; ls`,
    );
    expect({ stdout, code }).toEqual({
      stdout: [
        `${SAID}record: 1\na.cassette.journal\nballast\n`,
        'repair: 0\na.cassette\n',
        'kept\nreplay: 0\n',
        'new\nrecord: 0\na.cassette\n',
      ].join(''),
      code: 0,
    });
    expectError(
      stderr,
      'taping into a.cassette stopped half-way: ENOSPC: no space left on device, write; 1 recording was complete',
      'free some space on that disk, then run `tapehead repair a.cassette` to keep what was complete',
    );
    expect(stderr.match(/stopped half-way/g)).toHaveLength(1);
    expect(stderr).toContain(
      'wrote a.cassette: 1 recording from the journal; 1 recording left out, as not whole',
    );
  });

  test('that has no room for the cassette keeps the journal and the old cassette', async () => {
    const { stdout, stderr } = await inTmpfs(
      await testFolder(),
      '128k',
      `${RECORD} -- sh -c "$client 'echo old'"; cp a.cassette before
       ${RECORD} -- sh -c "$client 'head -c 70000 /dev/zero' | wc -c"; echo "record: $?"
       ls; cmp a.cassette before && echo same
       mount -o remount,size=1m "$PWD"
       tapehead repair a.cassette; echo "repair: $?"; ls
       tapehead replay --cassette a.recovered.cassette -- sh -c "$client 'head -c 70000 /dev/zero' | wc -c"`,
    );
    expect(stdout).toBe(
      [
        'old\n70000\nrecord: 1\na.cassette\na.cassette.journal\nbefore\nsame\n',
        'repair: 0\na.cassette\na.recovered.cassette\nbefore\n70000\n',
      ].join(''),
    );
    expectError(
      stderr.slice(stderr.indexOf('wrote a.cassette')).replace(/^.*\n/, ''),
      'a.cassette cannot be written: ENOSPC: no space left on device',
      /^free some space on that disk, then run `tapehead repair \S*a\.cassette`$/,
    );
  });

  test('that is full is told before COMMAND runs, and nothing is left on it', async () => {
    const { stdout, stderr } = await inTmpfs(
      await testFolder(),
      '64k',
      `head -c 100000 /dev/zero >ballast 2>/dev/null
       ${RECORD} -- echo ran; echo "record: $?"; ls`,
    );
    expect(stdout).toBe('record: 1\nballast\n');
    expectOnlyError(
      stderr,
      /^a\.cassette(\.journal)? cannot be written: ENOSPC/,
      'free some space on that disk',
    );
  });

  test('that is read-only is told before COMMAND runs, and what is on it plays', async () => {
    const { stdout, stderr } = await inTmpfs(
      await testFolder(),
      '1m',
      `${RECORD} -- sh -c "$client 'echo on tape'"; mkdir new; mount -o remount,ro "$PWD"
       for file in a.cassette new/b.cassette new/er/c.cassette; do
         tapehead record --upstream local: --cassette $file -- echo ran; echo "record: $?"
       done
       find . | sort
       tapehead replay --cassette '*.cassette' -- sh -c "$client 'echo on tape'"; echo "replay: $?"`,
    );
    expect(stdout).toBe(
      'on tape\nrecord: 1\nrecord: 1\nrecord: 1\n.\n./a.cassette\n./new\non tape\nreplay: 0\n',
    );
    const errors = stderr.match(/^tapehead: .* cannot be written: .*\ntry: .*\n/gm) ?? [];
    expect(errors).toHaveLength(3);
    for (const error of errors) {
      expectOnlyError(
        error,
        'EROFS: read-only file system',
        'that file system is read-only: name a cassette in another directory',
      );
    }
  });
});

describe('a place that takes no cassette', () => {
  test.each([
    ['below a file', 'notes.md/a.cassette', 'ENOTDIR'],
    ['that is a directory', 'tapes', 'directory'],
    ['that takes no files', '/proc/a.cassette', 'E'],
  ])('%s is told before COMMAND runs', async (_, path, what) => {
    const cwd = await testFolder();
    writeFileSync(join(cwd, 'notes.md'), 'notes');
    mkdirSync(join(cwd, 'tapes'));
    const { code, stdout, stderr } = await tapehead(
      ['record', '--upstream', 'local:', '--cassette', path, '--', 'touch', 'ran'],
      { cwd },
    );
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expectOnlyError(stderr, what, /./);
    expect(stderr).toContain(path);
    expect(readdirSync(cwd, { recursive: true }).toSorted()).toEqual(['notes.md', 'tapes']);
    expect(readFileSync(join(cwd, 'notes.md'), 'utf8')).toBe('notes');
  });
});

describe('a place that takes nothing else', () => {
  const cassette = { command: 'a', stdout: '' };

  test.each(['--ready-file', '--log'])('%s is told before COMMAND runs', async (option) => {
    const cwd = await testFolder();
    writeCassette(join(cwd, 'a.cassette'), [cassette]);
    const { code, stdout, stderr } = await tapehead(
      ['replay', '--cassette', 'a.cassette', option, 'no/such/folder', '--', 'touch', 'ran'],
      { cwd },
    );
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expectOnlyError(
      stderr,
      'no/such/folder cannot be written: ENOENT',
      'a folder that exists and can be written',
    );
    expect(readdirSync(cwd)).toEqual(['a.cassette']);
  });

  test.each([
    ['--log', 0, 1],
    ['--report', 7, 7],
  ])(
    '%s on a full disk is told after the run, which ends as it would, with %i as %i',
    async (option, exit, expected) => {
      const cwd = await testFolder();
      const command = `-- sh -c "$client 'echo hi'; exit ${exit}"`;
      const { code, stdout, stderr } = await withSmallFiles(
        cwd,
        1_000,
        `${RECORD} ${option} /dev/full ${command}`,
      );
      expect({ stdout, code }).toEqual({ stdout: 'hi\n', code: expected });
      expectError(stderr, `the ${option.slice(2)} /dev/full cannot be written: ENOSPC`, /./);
      expect(readdirSync(cwd)).toEqual([exit === 0 ? 'a.cassette' : 'a.cassette.journal']);
    },
  );
});
