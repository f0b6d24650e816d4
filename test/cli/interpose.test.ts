import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  watch,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { shimBinary } from '../../src/shim/binary.ts';
import { makePrograms } from '../interpose/programs.ts';
import { needs, pathOf } from '../support/needs.ts';
import { MAIN, startProgram, startTapehead, tapehead, testFolder } from './run-tapehead.ts';

const record = (...args: string[]): string[] => ['record', '--cassette', 'a.cassette', ...args];
const replay = (...args: string[]): string[] => ['replay', '--cassette', 'a.cassette', ...args];

needs('gcc')('names that are interposed', () => {
  test('are the deck for COMMAND, which may be one itself, and nothing is left of it', async () => {
    const cwd = await testFolder();
    const TMPDIR = await testFolder();
    const env = { PATH: makePrograms(cwd), TMPDIR };
    const named = ['--interpose', 'greet', '--interpose', 'list,upper'];
    const recorded = await tapehead(record(...named, '--', 'greet', 'you'), { cwd, env });
    expect(recorded).toMatchObject({ code: 0, stdout: 'hello <you>\n' });
    const replayed = await tapehead(replay(...named, '--', 'greet', 'you'), { cwd, env: { TMPDIR } });
    expect(replayed).toMatchObject({ code: 0, stdout: 'hello <you>\n', stderr: 'tapehead: 1 played\n' });
    expect(readdirSync(TMPDIR)).toEqual([]);
  });

  test('need no SSH door, which is there where it is asked for', async () => {
    const cwd = await testFolder();
    const env = { PATH: makePrograms(cwd) };
    const told = ['sh', '-c', 'greet x; echo "$TAPEHEAD_ORIGIN ${TAPEHEAD_SSH_PORT:-none}"'];
    const alone = await tapehead(record('--interpose', 'greet', '--origin', 'a', '--', ...told), {
      cwd,
      env,
    });
    expect(alone.stdout).toBe('hello <x>\na none\n');
    const both = await tapehead(replay('--interpose', 'greet', '--ssh', '0=b', '--', ...told), { cwd });
    expect(both.stdout).toMatch(/^hello <x>\nb \d+\n$/);
    const ownSocket = ['--interpose', 'greet', '--socket', 'a.sock=c'];
    const fixed = await tapehead(replay(...ownSocket, '--', ...told), { cwd });
    expect(fixed.stdout).toBe('hello <x>\nc none\n');
  });

  test.each([
    ['a socket of its own', []],
    ['a named socket', ['--socket', 'deck.sock']],
  ])('are the deck for a program without its variables, by %s', async (_, socket) => {
    const cwd = await testFolder();
    const env = { PATH: makePrograms(cwd) };
    const flags = [...socket, '--interpose', 'greet'];
    await tapehead(record(...flags, '--', 'greet', 'you'), { cwd, env });
    const cleared = ['sh', '-c', 'env -i PATH="$PATH" greet you'];
    const replayed = await tapehead(replay(...flags, '--', ...cleared), { cwd });
    expect(replayed).toEqual({ code: 0, stdout: 'hello <you>\n', stderr: 'tapehead: 1 played\n' });
  });

  test('are a miss that COMMAND sees, or with --miss passthrough the original', async () => {
    const cwd = await testFolder();
    const env = { PATH: makePrograms(cwd) };
    await tapehead(record('--interpose', 'greet', '--', 'greet', 'you'), { cwd, env });
    const asked = ['--interpose', 'greet', '--', 'greet', 'me'];
    const missed = await tapehead(replay(...asked), { cwd, env });
    expect(missed).toMatchObject({ code: 125, stdout: '' });
    expect(missed.stderr).toContain('tapehead: miss: greet me was never recorded');
    const passed = await tapehead(replay('--miss', 'passthrough', ...asked), { cwd, env });
    expect(passed).toMatchObject({ code: 0, stdout: 'hello <me>\n' });
  });

  test.each([
    ['auto', 'ALPHA\nBETA\n', ''],
    ['forward', 'ALPHA\nBETA\n', 'BETA\n'],
    ['none', '', ''],
  ])('with --stdin %s give a host what the policy has', async (policy, piped, inLoop) => {
    const cwd = await testFolder();
    const env = { PATH: makePrograms(cwd) };
    writeFileSync(join(cwd, 'hosts'), 'alpha\nbeta\n');
    const flags = ['--upstream', 'local:', '--stdin', policy, '--interpose', 'upper'];
    const script = 'cat hosts | upper >piped; while read -r host; do upper; done <hosts >looped';
    expect(await tapehead(record(...flags, '--', 'bash', '-c', script), { cwd, env })).toMatchObject({
      code: 0,
    });
    expect(readFileSync(join(cwd, 'piped'), 'utf8')).toBe(piped);
    expect(readFileSync(join(cwd, 'looped'), 'utf8')).toBe(inLoop);
  });

  test('are in --log with the process that asked, and those that started it', async () => {
    const cwd = await testFolder();
    const env = { PATH: makePrograms(cwd) };
    const flags = ['--interpose', 'greet', '--log', 'log.jsonl'];
    await tapehead(record(...flags, '--', 'sh', '-c', 'umask 22; greet you; true'), { cwd, env });
    const lines = readFileSync(join(cwd, 'log.jsonl'), 'utf8').trimEnd().split('\n');
    type Line = { caller: { parent: number }; invokers?: unknown };
    const [asked, answered] = lines.map((line) => JSON.parse(line) as Line) as [Line, Line];
    const caller = {
      ...{ pid: expect.any(Number) as number, parent: expect.any(Number) as number },
      ...{ uid: process.getuid?.(), gid: process.getgid?.(), umask: '0022' },
      target: { text: expect.stringMatching(/\/greet$/) as string },
      cwd: { text: realpathSync(cwd) },
    };
    expect(asked).toMatchObject({ event: 'asked', door: 'shim', caller });
    expect(answered).toMatchObject({ event: 'answered', caller });
    const argv = ['sh', '-c', 'umask 22; greet you; true'].map((text) => ({ text }));
    const executable = { text: expect.any(String) as string };
    // What started the deck is not among them.
    expect(answered.invokers).toEqual([{ pid: asked.caller.parent, executable, argv }]);
  });

  test('are refused without COMMAND', async () => {
    const { code, stderr } = await tapehead(replay('--ssh', '0', '--interpose', 'esxcli'));
    expect(code).toBe(2);
    expect(stderr).toContain('--interpose is for COMMAND');
  });
});

needs('gcc')('--socket', () => {
  test('serves shims whoever started them, and the ready file says where', async () => {
    const cwd = await testFolder();
    const env = { PATH: makePrograms(cwd) };
    await tapehead(record('--interpose', 'greet', '--', 'greet', 'you'), { cwd, env });
    const written = new Promise<void>((resolve) => {
      const watcher = watch(cwd, () => {
        if (!existsSync(join(cwd, 'ready.json'))) return;
        watcher.close();
        resolve();
      });
    });
    const flags = ['--socket', 'deck.sock', '--socket', 'other.sock=esx-1', '--ready-file', 'ready.json'];
    const serving = startTapehead(replay(...flags), { cwd });
    await written;
    const ready = JSON.parse(readFileSync(join(cwd, 'ready.json'), 'utf8')) as { socket: string };
    const sockets = ['deck.sock', 'other.sock'].map((name) => join(cwd, name));
    expect(ready).toEqual({ socket: sockets[0], sockets });

    symlinkSync(shimBinary(), join(cwd, 'greet'));
    const asked = startProgram([join(cwd, 'greet'), 'you'], { env: { TAPEHEAD_SOCKET: ready.socket } });
    expect(await asked.done).toEqual({ code: 0, stdout: 'hello <you>\n', stderr: '' });
    serving.child.kill('SIGTERM');
    expect(await serving.done).toMatchObject({ code: 0 });
    expect(sockets.filter((path) => existsSync(path))).toEqual([]);
  });
});

needs(
  'gcc',
  'busybox',
  'mount namespaces',
)('absolute paths that are interposed', () => {
  /** A folder with a program that is a file, one that is a link to busybox, and one that is not there. */
  async function scene(): Promise<{ cwd: string; bin: string; flags: string[] }> {
    const cwd = await testFolder();
    const bin = join(cwd, 'bin');
    mkdirSync(bin);
    writeFileSync(join(bin, 'tool'), '#!/bin/sh\necho "a tool: $*"; cat "${0%/*}/../things"\n', {
      mode: 0o755,
    });
    writeFileSync(join(cwd, 'things'), 'beside it\n');
    symlinkSync(pathOf('busybox'), join(bin, 'basename'));
    return { cwd, bin, flags: ['--interpose', `${bin}/tool,${bin}/basename`, '--interpose', `${bin}/none`] };
  }

  test('are the deck for static and absolute callers, and for nobody else', async () => {
    const { cwd, bin, flags } = await scene();
    const script = `${bin}/tool a b; ${bin}/../bin/basename x/y; ${bin}/none; pwd`;
    writeFileSync(join(bin, 'none'), '#!/bin/sh\necho "here once"\n', { mode: 0o755 });
    const command = [pathOf('busybox'), 'sh', '-c', script];
    const recorded = await tapehead(record(...flags, '--', ...command), { cwd });
    expect(recorded).toMatchObject({
      code: 0,
      stdout: `a tool: a b\nbeside it\ny\nhere once\n${cwd}\n`,
    });
    expect(recorded.stderr).toContain('3 recorded\n');
    expect(readdirSync(bin).toSorted()).toEqual(['basename', 'none', 'tool']);
    expect(readFileSync(join(bin, 'tool'), 'utf8')).toContain('a tool');

    writeFileSync(join(bin, 'tool'), '#!/bin/sh\necho "not this"\n');
    rmSync(join(bin, 'none'));
    const replayed = await tapehead(replay(...flags, '--', ...command), { cwd });
    expect(replayed).toMatchObject({ code: 0, stdout: recorded.stdout });
  });

  test('whose original is not there are told of before COMMAND runs', async () => {
    const { cwd, bin, flags } = await scene();
    const { code, stdout, stderr } = await tapehead(record(...flags, '--', 'echo', 'ran'), { cwd });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(`${bin}/none is not there, and so has no original here`);
  });

  test('whose original COMMAND did not make either are no recording, and the run says which', async () => {
    const { cwd, bin, flags } = await scene();
    const command = ['sh', '-c', `${bin}/none 2>/dev/null || echo "none: $?"`];
    const made = ['--upstream', 'original:', ...flags, '--'];
    const { code, stdout, stderr } = await tapehead(record(...made, ...command), { cwd });
    expect({ code, stdout }).toEqual({ code: 1, stdout: 'none: 127\n' });
    expect(stderr).toContain(`${bin}/none: refused: no original of it was found`);
  });

  test('leave COMMAND who it is: ids, environment, exit code and signals', async () => {
    const { cwd, flags } = await scene();
    await tapehead(record('--upstream', 'original:', ...flags, '--', join(cwd, 'bin/tool')), { cwd });
    const told = 'echo "$(id -u):$(id -g) $ODD"; exit 7';
    const env = { ODD: "it's\n odd", TMPDIR: await testFolder() };
    const { stdout, code } = await tapehead(replay(...flags, '--', 'sh', '-c', told), { cwd, env });
    expect({ stdout, code }).toEqual({
      stdout: `${process.getuid?.()}:${process.getgid?.()} it's\n odd\n`,
      code: 7,
    });
    const killed = await tapehead(replay(...flags, '--', 'sh', '-c', 'kill -KILL $$'), { cwd, env });
    expect(killed.code).toBe(137);
    expect(await tapehead(replay(...flags, '--', './no-such-command'), { cwd, env })).toMatchObject({
      code: 127,
    });
    expect(readdirSync(env.TMPDIR)).toEqual([]);

    const waiting =
      "process.on('SIGTERM', () => process.exit(9)); console.log('up'); setInterval(() => {}, 1e6)";
    const running = startTapehead(replay(...flags, '--', process.execPath, '-e', waiting), { cwd });
    if (running.child.stdout) await once(running.child.stdout, 'data');
    running.child.kill('SIGTERM');
    expect(await running.done).toMatchObject({ code: 9 });
  });

  test('work for a user without rights, in a user namespace', async () => {
    const { cwd, bin, flags } = await scene();
    // Whoever is root here is no root there, as capabilities end at the namespace.
    const asUser = ['unshare', '--user', '--map-user=12345', '--map-group=12345', process.execPath] as const;
    const main = join(import.meta.dirname, '../../dist/src/cli/main.js');
    const named = ['--upstream', 'original:', ...flags];
    const args = record(...named, '--', 'sh', '-c', `id -u; ${bin}/tool; ${bin}/none 2>&1 | head -c 9`);
    const { stdout } = await startProgram([...asUser, main, ...args], { cwd }).done;
    expect(stdout).toBe('12345\na tool: \nbeside it\ntapehead:');
  });

  test('are refused with what the system said, and what to do instead', async () => {
    const { cwd, flags } = await scene();
    const limited = 'echo 0 >/proc/sys/user/max_mnt_namespaces; exec "$@"';
    const main = join(import.meta.dirname, '../../dist/src/cli/main.js');
    const { code, stderr } = await startProgram(
      [
        ...([
          'unshare',
          '--user',
          '--map-root-user',
          'sh',
          '-c',
          limited,
          'sh',
          process.execPath,
          main,
        ] as const),
        ...record('--upstream', 'original:', ...flags, '--', 'true'),
      ],
      { cwd },
    ).done;
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /absolute paths cannot be interposed here; as root: .*unshare.*\ntry: plain names/,
    );
    expect(readdirSync(cwd).toSorted()).toEqual(['bin', 'things']);
  });
});

needs('gcc', 'mount namespaces')('names that are interposed where nothing may be executed in TMPDIR', () => {
  test('are the shim as it is installed', async () => {
    const cwd = await testFolder();
    const env = { PATH: makePrograms(cwd), TMPDIR: await testFolder() };
    const inOwnMounts = ['unshare', '--user', '--map-root-user', '--mount', 'sh', '-c'] as const;
    const script = 'mount -t tmpfs -o noexec tmpfs "$TMPDIR" && exec "$@"';
    const args = [process.execPath, MAIN, ...record('--interpose', 'greet', '--', 'greet', 'you')];
    const { code, stdout, stderr } = await startProgram([...inOwnMounts, script, 'sh', ...args], { cwd, env })
      .done;
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'hello <you>\n' });
    expect(stderr).toContain('1 recorded');
  });
});

describe('what cannot be interposed', () => {
  test('is a name whose original could not be taped: it is told of before COMMAND runs', async () => {
    const cwd = await testFolder();
    const args = record('--interpose', 'no-such-name', '--', 'echo', 'ran');
    expect(await tapehead(args, { cwd })).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('no-such-name is not on PATH') as string,
    });
  });

  test('is anything where temporary files lie too deep for a socket, and that says so', async () => {
    const cwd = await testFolder();
    const TMPDIR = join(cwd, 'x'.repeat(100));
    mkdirSync(TMPDIR);
    const { code, stderr } = await tapehead(replay('--interpose', 'esxcli', '--', 'true'), {
      cwd,
      env: { TMPDIR },
    });
    expect(code).toBe(2);
    expect(stderr).toMatch(/a socket takes 107 bytes, and .*x\/tapehead-.* has \d+\ntry: TMPDIR=\/tmp/);
    expect(readdirSync(TMPDIR)).toEqual([]);
  });

  test.each(['./esxcli', 'bin/esxcli', '/bin/'])('%s is a usage error', async (name) => {
    const { code, stderr } = await tapehead(replay('--interpose', name, '--', 'true'));
    expect(code).toBe(2);
    expect(stderr).toContain(`${JSON.stringify(name)} cannot be interposed`);
  });
});
