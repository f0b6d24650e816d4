import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { AS_NOBODY, asNobody } from './as-nobody.ts';
import { makePrograms } from '../interpose/programs.ts';
import { MAIN, startProgram, tapehead, testFolder, type Done } from './run-tapehead.ts';

asNobody('absolute paths that nobody interposes', () => {
  test('are the deck for COMMAND alone, who is still nobody, and files of others stay as they are', async () => {
    const cwd = await testFolder();
    chmodSync(cwd, 0o777); // nobody writes its cassette there
    const bin = join(cwd, 'bin');
    mkdirSync(bin);
    writeFileSync(join(bin, 'tool'), '#!/bin/sh\necho "a tool: $*"; id -u; exit 3\n', { mode: 0o755 });
    const flags = ['--cassette', 'a.cassette', '--interpose', `${bin}/tool`];
    const script = `${bin}/tool a b; echo $?; id -u`;
    const run = (command: string): Promise<Done> =>
      startProgram([...AS_NOBODY, process.execPath, MAIN, command, ...flags, '--', 'sh', '-c', script], {
        cwd,
        env: { HOME: cwd, TMPDIR: cwd },
      }).done;
    const recorded = await run('record');
    const stdout = 'a tool: a b\n65534\n3\n65534\n';
    expect(recorded).toMatchObject({ stdout, code: 0 });
    writeFileSync(join(bin, 'tool'), '#!/bin/sh\necho "not this"\n');
    expect(await run('replay')).toEqual({ stdout, stderr: 'tapehead: 1 played\n', code: 0 });
    expect(readdirSync(bin)).toEqual(['tool']);
    expect(readdirSync(cwd).toSorted()).toEqual(['a.cassette', 'bin']);
  });
});

asNobody('what COMMAND starts as another user', () => {
  const scene = async (greet = 'greet'): Promise<{ cwd: string; env: { PATH: string }; flags: string[] }> => {
    const cwd = await testFolder();
    chmodSync(cwd, 0o755); // the originals are there for all
    const env = { PATH: makePrograms(cwd) };
    const flags = ['--cassette', join(cwd, 'a.cassette'), '--interpose', greet.replace('.', cwd)];
    const { code } = await tapehead(['record', ...flags, '--', greet, 'you'], { cwd, env });
    expect(code).toBe(0);
    return { cwd, env, flags };
  };

  test.each([
    ['a name', 'greet'],
    ['an absolute path', './programs/greet'],
  ])('is told by %s that it may not ask, and runs no original, whatever the umask', async (_, greet) => {
    const { cwd, env, flags } = await scene(greet);
    const command = [...AS_NOBODY, 'sh', '-c', `${greet} you; echo "ended with $?"`];
    const deck = [process.execPath, MAIN, 'replay', ...flags, '--', ...command];
    const { stdout, stderr } = await startProgram(['sh', '-c', 'umask 077; exec "$@"', 'sh', ...deck], {
      cwd,
      env,
    }).done;
    expect(stdout).toBe('ended with 125\n');
    expect(stderr).toMatch(/^tapehead: \S*greet: cannot reach the deck at \S+\/socket: this user may not\n/);
  });

  test('is served once the socket is given to that user', async () => {
    const { cwd, env, flags } = await scene();
    const script = `chown nobody "$TAPEHEAD_SOCKET"; ${AS_NOBODY.join(' ')} sh -c 'greet you; true'`;
    const args = ['replay', ...flags, '--log', 'log', '--', 'sh', '-c', script];
    const played = await tapehead(args, { cwd, env });
    expect(played).toEqual({ stdout: 'hello <you>\n', stderr: 'tapehead: 1 played\n', code: 0 });
    const answered = readFileSync(join(cwd, 'log'), 'utf8').split('\n')[1] ?? '';
    const { invokers } = JSON.parse(answered) as { invokers: { argv: { text: string }[] }[] };
    const words = invokers.map(({ argv }) => argv.map(({ text }) => text));
    // Not the deck, of whose executable that user is not told.
    expect(words).toEqual([
      ['sh', '-c', 'greet you; true'],
      ['sh', '-c', script],
    ]);
  });
});
