import { readFileSync, realpathSync, statSync } from 'node:fs';
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
  const parts = partsOf(text);
  const [only = NOTHING] = parts;
  if (parts.length <= 1 && !('name' in only)) return () => only;
  return (captures) =>
    Buffer.concat(parts.map((part) => ('name' in part ? (captures.get(part.name) ?? NOTHING) : part)));
}

/** What such a text consists of: bytes, and names. */
export function partsOf(text: string): (Uint8Array | { name: string })[] {
  const parts = text.split(/(\$?\$\{[A-Za-z_][A-Za-z0-9_]*\})/).filter((part) => part !== '');
  return parts.map((part) => {
    if (part.startsWith('$${')) return Buffer.from(part.slice(1));
    const [, name] = /^\$\{(.*)\}$/.exec(part) ?? [];
    return name === undefined ? Buffer.from(part) : { name };
  });
}

const NOTHING = new Uint8Array();

/** @throws TapeheadError BAD_HOOK for a file that cannot be read, or lies outside the folder, or where there is none */
export function readBeside(path: string, folder: string | undefined): Buffer {
  if (folder === undefined) {
    throw new TapeheadError(
      'BAD_HOOK',
      `${path} cannot be read: this hook comes from no file that it could lie beside`,
      'write the text inline, or as base64; tapehead hooks add FILE reads what lies beside FILE',
    );
  }
  try {
    const home = realpathSync(folder);
    const real = realpathSync(resolve(home, path));
    const inside = relative(home, real);
    if (inside.split(sep)[0] !== '..' && !isAbsolute(inside)) return readRegular(real);
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

function readRegular(path: string): Buffer {
  if (statSync(path).isFile()) return readFileSync(path);
  throw new Error('it is no file'); // a pipe could keep us waiting for ever
}
