import { chmodSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { delimiter, join, posix } from 'node:path';
import type { Interposed } from './interposed.ts';
import { layersFor, type Layers } from './layers.ts';
import { openMountNamespace, type MountNamespace } from './mount-namespace.ts';
import { mountPointsOf, mountScript } from './mount-script.ts';
import { makeShadowTree } from './shadow-tree.ts';
import { copyShim } from './shim-copy.ts';

/** Executables that are the shim for COMMAND, and for nobody else. */
export interface Interposition extends AsyncDisposable {
  /** COMMAND as it is to be started. */
  start(command: readonly [string, ...string[]]): readonly [string, ...string[]];
  /** What is another in its environment. */
  variables(env: NodeJS.ProcessEnv): Record<string, string>;
}

/**
 * Puts links to the shim into a folder that comes first on COMMAND's PATH, and lays the shim over absolute paths in
 * a mount namespace of COMMAND's own.
 *
 * @param binary the shim as it is installed
 * @param folder empty, there for as long as COMMAND runs, and written to by this user alone; others pass through it
 * @throws TapeheadError USAGE, NO_NAMESPACE
 */
export async function interpose(
  interposed: readonly Interposed[],
  binary: string,
  folder: string,
): Promise<Interposition> {
  const names = new Set(interposed.flatMap((one) => (one.kind === 'name' ? [one.name] : [])));
  const paths = interposed.flatMap((one) => (one.kind === 'path' ? [one.path] : []));
  const shim = copyShim(binary, folder);
  const links = join(folder, 'bin');
  mkdirSync(links);
  chmodSync(links, 0o755); // whatever the umask
  for (const name of names) symlinkSync(shim, join(links, name));
  const shadow = join(folder, 'shadow');
  const namespace = paths.length > 0 ? await layOver(layersFor(paths), shim, folder, shadow) : undefined;
  return {
    start: (command) => namespace?.enter(command) ?? command,
    variables: ({ PATH = DEFAULT_PATH }) => ({
      ...(names.size > 0 && { PATH: `${links}${delimiter}${PATH}` }),
      ...(namespace && { TAPEHEAD_SHADOW: shadow }),
    }),
    [Symbol.asyncDispose]: async () => namespace?.[Symbol.asyncDispose](),
  };
}

/** What execvp(3) takes where there is none. */
const DEFAULT_PATH = '/bin:/usr/bin';

async function layOver(
  layers: Layers,
  shim: string,
  folder: string,
  shadow: string,
): Promise<MountNamespace> {
  const added = layers.folders.flatMap(({ folder: at, added: names }) =>
    names.map((name) => posix.join(at, name)),
  );
  const workshop = join(folder, 'workshop');
  mkdirSync(workshop);
  const script = mountScript({
    shim,
    layers,
    originals: makeShadowTree(shadow, [...layers.files, ...added]),
    workshop,
    mountPoints: mountPointsOf(readFileSync('/proc/self/mountinfo', 'utf8')),
  });
  const { getuid, getgid } = process;
  return openMountNamespace(script, { uid: getuid?.() ?? 0, gid: getgid?.() ?? 0, cwd: process.cwd() });
}
