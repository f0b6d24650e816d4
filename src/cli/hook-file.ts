import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import type { Readable } from 'node:stream';
import { TapeheadError } from '../errors.ts';

/**
 * The hooks in a file of YAML, and so of JSON: one, a list, or those of a manifest. What they say is for the deck
 * to check.
 *
 * @throws TapeheadError USAGE
 */
export async function hookFile(path: string, stdin: Readable): Promise<readonly unknown[]> {
  const data = await parse(path, await read(path, stdin));
  if (Array.isArray(data)) return data as unknown[];
  if (typeof data === 'object' && data !== null) {
    if (!('hooks' in data)) return [data];
    if (Array.isArray(data.hooks)) return data.hooks as unknown[];
  }
  throw new TapeheadError(
    'USAGE',
    `${path} holds no hooks`,
    'a hook has at least "do"; a file may hold one, a list, or "hooks:" with a list',
  );
}

async function read(path: string, stdin: Readable): Promise<string> {
  try {
    return String(path === '-' ? await buffer(stdin) : await readFile(path));
  } catch (cause) {
    const message = `${path} cannot be read: ${(cause as Error).message}`;
    throw new TapeheadError('USAGE', message, 'check the path, and who may read it', { cause });
  }
}

async function parse(path: string, text: string): Promise<unknown> {
  const { parse: parseYaml } = await import('yaml'); // takes its time to load
  try {
    return parseYaml(text);
  } catch (cause) {
    const [what = ''] = (cause as Error).message.split('\n');
    throw new TapeheadError('USAGE', `${path} is no YAML: ${what}`, 'mind the indentation', { cause });
  }
}
