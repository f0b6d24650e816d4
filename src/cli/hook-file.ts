import type { Readable } from 'node:stream';
import { dirname } from 'node:path';
import { TapeheadError } from '../errors.ts';
import { receiveText, readText } from '../manifest/read-text.ts';
import { inlineFiles } from '../hooks/inline-files.ts';

/**
 * The hooks in a file of YAML, and so of JSON: one, a list, or those of a manifest, with the bytes of the files that
 * lie beside it. The file is read as a manifest is, with the same limits; what the hooks say is for the deck to check.
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
  const said = path === '-' ? await receiveText(stdin) : await readText(path);
  if ('text' in said) return said.text;
  throw new TapeheadError(
    'USAGE',
    `${path} cannot be read: ${said.why}`,
    'name a file that can be read, or - for stdin',
  );
}

async function parse(path: string, text: string): Promise<unknown> {
  const { parse: parseDocument } = await import('../manifest/document.ts'); // yaml takes its time to load
  const { data, problems } = parseDocument(text);
  if (problems.length === 0) return data;
  const lines = problems.map(({ line, column, message }) => `${path}:${line}:${column}: ${message}`);
  throw new TapeheadError('USAGE', lines.join('\n'), 'a file of hooks is YAML, or JSON: docs/manifest.md');
}
