import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { TempFolder, writeCassette, type Short } from '../../support/tape.ts';
import { tapehead } from '../run-tapehead.ts';

const NICS: Short = { command: 'esxcli network nic list', stdout: 'vmnic0 Up\nvmnic1 Down\n' };
const VERSION: Short = { command: 'vmware -v', stdout: 'VMware ESXi 8.0.2\n', code: 3 };

describe('show', () => {
  test('prints the same text every time, and nothing that a terminal acts on', async () => {
    using folder = new TempFolder();
    const path = writeCassette(folder.file('a.cassette'), [
      NICS,
      { ...VERSION, stdout: '\x1b]0;owned\x07\n' },
    ]);
    const { stdout, stderr, code } = await tapehead(['show', path]);
    expect({ stderr, code }).toEqual({ stderr: '', code: 0 });
    expect(stdout).toContain('esxcli network nic list');
    expect(stdout).toContain('out| vmnic0 Up\n');
    expect(stdout).toContain('\\x1b]0;owned\\x07');
    expect(await tapehead(['show', path])).toMatchObject({ stdout });
  });

  test('--only shows recordings by the number that messages name', async () => {
    using folder = new TempFolder();
    const path = writeCassette(folder.file('a.cassette'), [NICS, VERSION]);
    const { stdout } = await tapehead(['show', '--only', '2', path]);
    expect(stdout).toContain('vmware -v');
    expect(stdout).not.toContain('esxcli');
    expect(await tapehead(['show', '--only', '3', path])).toMatchObject({ code: 2 });
  });

  test('--json gives a line for each recording of each cassette', async () => {
    using folder = new TempFolder();
    const a = writeCassette(folder.file('a.cassette'), [NICS, VERSION]);
    const b = writeCassette(folder.file('b.cassette'), [NICS]);
    const { stdout } = await tapehead(['show', '--json', a, b]);
    const lines = stdout.trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([
      { cassette: a, recording: 1 },
      { cassette: a, recording: 2 },
      { cassette: b, recording: 1 },
    ]);
  });

  test('a reader that has read enough ends it quietly', async () => {
    using folder = new TempFolder();
    const path = writeCassette(folder.file('a.cassette'), [
      { command: 'seq', stdout: 'a line\n'.repeat(1_000_000) },
    ]);
    const main = fileURLToPath(new URL('../../../dist/src/cli/main.js', import.meta.url));
    const child = spawn('sh', ['-c', '"$0" "$1" show "$2" | head -n 1', process.execPath, main, path]);
    const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
    expect({ lines: stdout.split('\n').length, stderr }).toEqual({ lines: 2, stderr: '' });
  });

  test.each([
    ['nothing there', undefined, 'there is no'],
    ['another file', 'hello, world', 'try:'],
    ['a git LFS pointer', 'version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n', 'LFS'],
  ])('%s is told with a remedy', async (_, content, what) => {
    using folder = new TempFolder();
    const path = folder.file('x.cassette');
    if (content !== undefined) writeFileSync(path, content);
    const { stdout, stderr, code } = await tapehead(['show', path]);
    expect({ stdout, code }).toEqual({ stdout: '', code: 1 });
    expect(stderr).toContain(what);
    expect(stderr).toMatch(/^tapehead: .*\ntry: .*\n$/);
  });
});

describe('diff', () => {
  test('of cassettes with the same recordings is empty, 0', async () => {
    using folder = new TempFolder();
    const a = writeCassette(folder.file('a.cassette'), [NICS, { ...VERSION, duration: 5 }]);
    const b = writeCassette(folder.file('b.cassette'), [NICS, { ...VERSION, duration: 5_000_000 }]);
    expect(await tapehead(['diff', a, b])).toEqual({ stdout: '', stderr: '', code: 0 });
    expect(await tapehead(['diff', '--timing', a, b])).toMatchObject({ code: 1 });
  });

  test('shows what differs and what is new, and is not shifted by it', async () => {
    using folder = new TempFolder();
    const a = writeCassette(folder.file('a.cassette'), [NICS, VERSION]);
    const changed = { ...NICS, stdout: 'vmnic0 Up\nvmnic1 Up\n' };
    const b = writeCassette(folder.file('b.cassette'), [
      changed,
      { command: 'uname', stdout: 'VMkernel\n' },
      VERSION,
    ]);
    const { stdout, code } = await tapehead(['diff', a, b]);
    expect(code).toBe(1);
    expect(stdout).toContain(`--- ${a}#1\n+++ ${b}#1\n`);
    expect(stdout).toContain('-  out| vmnic1 Down\n+  out| vmnic1 Up\n');
    expect(stdout).toContain(`--- /dev/null\n+++ ${b}#2\n`);
    expect(stdout).not.toContain('vmware');
  });

  test('--json has a line for each difference', async () => {
    using folder = new TempFolder();
    const a = writeCassette(folder.file('a.cassette'), [NICS, VERSION]);
    const b = writeCassette(folder.file('b.cassette'), [NICS]);
    const { stdout, code } = await tapehead(['diff', '--json', a, b]);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ asked: 'vmware -v', a: 2 });
  });

  test('trouble is 2, whatever it is', async () => {
    using folder = new TempFolder();
    const a = writeCassette(folder.file('a.cassette'), [NICS]);
    expect(await tapehead(['diff', a, folder.file('no.cassette')])).toMatchObject({ stdout: '', code: 2 });
    expect(await tapehead(['diff', a])).toMatchObject({ stdout: '', code: 2 });
  });
});

describe('stats', () => {
  test('are a block for people, and JSON for machines', async () => {
    using folder = new TempFolder();
    const path = writeCassette(folder.file('a.cassette'), [NICS, VERSION, NICS]);
    const people = await tapehead(['stats', path]);
    expect(people).toMatchObject({ code: 0, stderr: '' });
    expect(people.stdout).toContain('2 exited 0, 1 exited 3');
    const { stdout } = await tapehead(['stats', '--json', path]);
    expect(JSON.parse(stdout)).toMatchObject({
      recordings: 3,
      commands: [{ name: 'esxcli', recordings: 2 }, {}],
    });
  });
});

describe('repair', () => {
  test('of a whole cassette has nothing to do', async () => {
    using folder = new TempFolder();
    const path = writeCassette(folder.file('a.cassette'), [NICS]);
    expect(await tapehead(['repair', path])).toMatchObject({ code: 0, stdout: '' });
    expect(await tapehead(['repair', '--json', path])).toEqual({ code: 0, stdout: '[]\n', stderr: '' });
  });
});
