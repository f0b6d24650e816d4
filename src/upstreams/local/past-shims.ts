import { access, constants, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import type { Caller } from '../../caller.ts';
import { isShim } from '../../shim/is-shim.ts';

/** Where originals are looked for, as the shim itself does it. */
export interface Places {
  PATH?: string | undefined;
  /** A folder with originals under their own paths; `/.shadow` is another. */
  TAPEHEAD_SHADOW?: string | undefined;
}

/**
 * The file that runs here for a name that was invoked through a shim: never a shim, which would ask a deck
 * again, and perhaps so for ever. A name with a slash means what it means where the caller is. Undefined where
 * the name finds what it should by itself, or nothing at all, which a shell says best.
 *
 * @throws OnlyShims
 */
export async function pastShims(
  name: string,
  { target, cwd }: Pick<Caller, 'target' | 'cwd'>,
  { PATH = '', TAPEHEAD_SHADOW: shadow = '' }: Places,
): Promise<string | undefined> {
  const onPath = PATH.split(':').flatMap((folder) => (folder === '' ? [] : [join(folder, basename(name))]));
  const named = name.includes('/') ? [resolve(cwd ? Buffer.from(cwd).toString() : '/', name)] : onPath;
  const shadows = [...(shadow === '' ? [] : [shadow]), '/.shadow'];
  const originals = shadows.map((folder) => join(folder, Buffer.from(target).toString()));
  const shims: string[] = [];
  for (const path of [...named, ...originals, ...onPath]) {
    if (!(await isExecutable(path))) continue;
    if (await isShim(path)) shims.push(path);
    else return shims.length === 0 && !name.includes('/') ? undefined : path;
  }
  if (shims.length === 0) return undefined;
  throw new OnlyShims(
    `on this machine ${basename(name)} is nothing but a shim (${[...new Set(shims)].join(', ')}); ` +
      'put the folder of its original on the PATH of the deck',
  );
}

/** Nothing but shims goes by a name here: how this machine is set up, and nothing that it answers. */
export class OnlyShims extends Error {}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}
