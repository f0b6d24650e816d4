import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { catchEndSignals } from '../../src/cli/end-signals.ts';
import { runCommand, type Command } from '../../src/cli/run-command.ts';
import { openTerminal } from '../../src/cli/terminal.ts';
import { FakeProcess } from './fake-process.ts';
import { testFolder } from './run-tapehead.ts';

async function run(command: Command, env: NodeJS.ProcessEnv = {}): Promise<{ code: number; said: string }> {
  const process = new FakeProcess();
  using signals = catchEndSignals(process);
  const code = await runCommand(
    command,
    { PATH: globalThis.process.env['PATH'], ...env },
    openTerminal(process),
    signals,
  );
  return { code, said: process.said };
}

test('gives the exit code of COMMAND', async () => {
  expect(await run(['sh', '-c', 'exit 42'])).toEqual({ code: 42, said: '' });
});

test('gives COMMAND the variables, and no others', async () => {
  expect(await run(['sh', '-c', 'test "$A" = b'], { A: 'b' })).toMatchObject({ code: 0 });
});

test('128 + n for a COMMAND that a signal ended', async () => {
  expect(await run(['sh', '-c', 'kill -TERM $$'])).toMatchObject({ code: 143 });
});

test('127 and a remedy for a COMMAND that is not there', async () => {
  const { code, said } = await run(['no-such-command']);
  expect(code).toBe(127);
  expect(said).toBe('tapehead: there is no command no-such-command\ntry: its spelling, and PATH\n');
});

test('126 for a COMMAND that cannot be executed', async () => {
  const file = join(await testFolder(), 'a-file');
  await writeFile(file, 'no program');
  await chmod(file, 0o644);
  expect(await run([file])).toMatchObject({
    code: 126,
    said: expect.stringContaining('try: chmod +x') as string,
  });
});

test('signals go to COMMAND, which decides', async () => {
  const process = new FakeProcess();
  using signals = catchEndSignals(process);
  process.emit('SIGTERM', 'SIGTERM'); // handed on as soon as COMMAND is there
  const env = { PATH: globalThis.process.env['PATH'] };
  expect(await runCommand(['sleep', '60'], env, openTerminal(process), signals)).toBe(143);
});
