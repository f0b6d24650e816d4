import { readFileSync, realpathSync } from 'node:fs';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { TapeheadError } from '../../errors.ts';
import type { Captures } from '../match/matcher.ts';
import type { HookWorld } from '../world.ts';
import type { ContentSpec } from './spec.ts';

/** Bytes in which what a match captured is filled in. */
export type Content = (captures: Captures) => Uint8Array;

/**
 * What an answer says. A file is read once, when the hook is made.
 *
 * @throws TapeheadError BAD_HOOK for a file that cannot be read, or lies outside the manifest's folder
 */
export function contentOf(spec: ContentSpec, world: Pick<HookWorld, 'folder'>): Content {
  if (typeof spec === 'string') return fillIn(spec);
  if ('file' in spec) {
    const bytes = readBeside(spec.file, world.folder);
    return () => bytes;
  }
  const bytes = Buffer.from(spec.base64, 'base64');
  return () => bytes;
}

/** `${name}` stands for what a pattern captured, `$${` for `${`. What nothing captured stays empty. */
export function fillIn(text: string): Content {
  const parts = text.split(/(\$?\$\{[A-Za-z_][A-Za-z0-9_]*\})/);
  if (parts.length === 1) {
    const bytes = Buffer.from(text);
    return () => bytes;
  }
  return (captures) =>
    Buffer.concat(
      parts.map((part) => {
        if (part.startsWith('$${')) return Buffer.from(part.slice(1));
        if (!/^\$\{.*\}$/.test(part)) return Buffer.from(part);
        return captures.get(part.slice(2, -1)) ?? Buffer.alloc(0);
      }),
    );
}

function readBeside(path: string, folder: string | undefined): Buffer {
  if (folder === undefined) {
    throw new TapeheadError(
      'BAD_HOOK',
      `${path} cannot be read: this hook comes from no file that it could lie beside`,
      'write the text inline',
    );
  }
  try {
    const home = realpathSync(folder);
    const real = realpathSync(resolve(home, path));
    const inside = relative(home, real);
    if (inside.split(sep)[0] !== '..' && !isAbsolute(inside)) return readFileSync(real);
  } catch (cause) {
    const message = `${path} cannot be read: ${(cause as Error).message}`;
    throw new TapeheadError('BAD_HOOK', message, 'name a file beside the manifest', { cause });
  }
  throw new TapeheadError(
    'BAD_HOOK',
    `${path} lies outside the manifest's folder`,
    'copy it beside the manifest: a manifest of others is not to read your files',
  );
}
