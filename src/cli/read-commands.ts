import { readFile } from 'node:fs/promises';
import { TapeheadError } from '../errors.ts';
import type { Readable } from 'node:stream';

/**
 * Reads a file of commands, `-` for stdin.
 *
 * @throws TapeheadError USAGE where it cannot be read or holds no command
 */
export async function readCommands(path: string, stdin: Readable): Promise<Buffer[]> {
  const commands = commandLines(path === '-' ? await readAll(stdin) : await readNamed(path));
  if (commands.length > 0) return commands;
  throw new TapeheadError(
    'USAGE',
    `${path} holds no command`,
    'one command a line; lines that begin with # are comments',
  );
}

/** One shell string a line, without the blanks around it; comments and empty lines are left out. */
export function commandLines(text: Buffer): Buffer[] {
  // latin1 keeps every byte, whatever the encoding of the file.
  return text
    .toString('latin1')
    .split('\n')
    .map((line) => line.replace(/^[ \t]+|[ \t\r]+$/g, ''))
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => Buffer.from(line, 'latin1'));
}

async function readNamed(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw new TapeheadError(
      'USAGE',
      `the commands in ${path} cannot be read: ${(cause as Error).message}`,
      'name a file with one command a line, or - for stdin',
      { cause },
    );
  }
}

async function readAll(stdin: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
