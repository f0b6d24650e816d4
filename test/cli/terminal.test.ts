import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { openTerminal, ReaderGone } from '../../src/cli/terminal.ts';
import { TapeheadError } from '../../src/errors.ts';
import { FakeProcess } from './fake-process.ts';

test('an error is two lines: what is wrong, and the remedy', () => {
  const process = new FakeProcess();
  openTerminal(process).complain(new TapeheadError('USAGE', 'it is \x1b[31mred', 'another one'));
  expect(process.said).toBe('tapehead: it is \\x1b[31mred\ntry: another one\n');
});

test('progress is for terminals', () => {
  const process = new FakeProcess();
  openTerminal(process).progress('1/2');
  expect(process.said).toBe('');
});

test('on a terminal, progress is cleared before anything else is said', () => {
  const process = new FakeProcess({ isTTY: true });
  const terminal = openTerminal(process);
  terminal.progress('1/2 a\x1b');
  terminal.say('done');
  expect(process.said).toBe('\r\x1b[K1/2 a\\x1b\r\x1b[Kdone\n');
});

test('a reader that is gone is not an error of ours', async () => {
  const gone = new Writable({
    write: (_chunk, _encoding, done) => done(Object.assign(new Error('EPIPE'), { code: 'EPIPE' })),
  });
  const terminal = openTerminal(Object.assign(new FakeProcess(), { stdout: gone }));
  await expect(terminal.data('x')).rejects.toBeInstanceOf(ReaderGone);
  await expect(terminal.data('x')).rejects.toBeInstanceOf(ReaderGone);
});

test('colours are for terminals, and NO_COLOR refuses them', () => {
  expect(openTerminal(new FakeProcess()).colours).toBe(false);
  expect(openTerminal(new FakeProcess({ isTTY: true })).colours).toBe(true);
  const process = new FakeProcess({ isTTY: true });
  process.env['NO_COLOR'] = '1';
  expect(openTerminal(process).colours).toBe(false);
});
