import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import type { Readable } from 'node:stream';
import { dirname } from 'node:path';
import { TapeheadError } from '../errors.ts';
import { inlineFiles } from './inline-files.ts';

/**
 * The hooks in a file of YAML, and so of JSON: one, a list, or those of a manifest, with the bytes of the files that
 * lie beside it. What they say is for the deck to check.
 *
 * @throws TapeheadError USAGE; BAD_HOOK for files of mocks
 */
export async function hookFile(path: string, stdin: Readable): Promise<readonly unknown[]> {
  const hooks = hooksOf(path, await parse(path, await read(path, stdin)));
  const folder = path === '-' ? '.' : dirname(path);
  return hooks.map((hook) => inlineFiles(hook, folder));
}

function hooksOf(path: string, data: unknown): readonly unknown[] {
  if (Array.isArray(data)) return data as unknown[];
  if (typeof data === 'object' && data !== null) {
    const isManifest = 'hooks' in data || 'version' in data;
    if (!isManifest) return [data];
    refuseTheRest(path, Object.keys(data));
    if ('hooks' in data && Array.isArray(data.hooks)) return data.hooks as unknown[];
  }
  throw new TapeheadError(
    'USAGE',
    `${path} holds no hooks`,
    'a hook has at least "do"; a file may hold one, a list, or "hooks:" with a list',
  );
}

/** Of a manifest: nothing is to be left out unseen. */
function refuseTheRest(path: string, keys: readonly string[]): void {
  const others = keys.filter((key) => !['version', '$schema', 'hooks'].includes(key));
  if (others.length === 0) return;
  throw new TapeheadError(
    'USAGE',
    `${path} has ${others.join(', ')} beside its hooks, and a running deck takes hooks alone`,
    `start the deck with --manifest ${path}, or put the hooks into a file of their own` +
      (others.includes('transforms') ? '; a transform is a hook with when: after' : ''),
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
