import { Readable } from 'node:stream';
import { expect, test } from 'vitest';
import { commandLines, readCommands } from '../../src/cli/read-commands.ts';

test('one command a line; comments, blank lines and the blanks around are left out', () => {
  const text = '# version\n\n  vmware -v \r\n\t# more\nesxcli network nic list # is part of it\nls';
  expect(commandLines(Buffer.from(text)).map(String)).toEqual([
    'vmware -v',
    'esxcli network nic list # is part of it',
    'ls',
  ]);
});

test('bytes that are not UTF-8 stay as they are', () => {
  expect(commandLines(Buffer.from([0x61, 0xff, 0x0a]))).toEqual([Buffer.from([0x61, 0xff])]);
});

test('- reads stdin', async () => {
  expect((await readCommands('-', Readable.from([Buffer.from('a\nb')]))).map(String)).toEqual(['a', 'b']);
});

test('a file without a command is a usage error', async () => {
  await expect(readCommands('-', Readable.from([Buffer.from('# none\n')]))).rejects.toMatchObject({
    code: 'USAGE',
  });
});
