import type { SshReady } from '../doors/ssh/door.ts';
import { TapeheadError } from '../errors.ts';
import { clientConfig, type ClientHost } from './client-config.ts';
import { makePrivateFolder, type PrivateFolder } from './private-folder.ts';

/** An SSH door, and the origin of those who name none. */
export interface ServedDoor {
  ready: SshReady;
  origin: string;
}

/** An SSH door as the ready file tells of it. What the door does not have is absent. */
export interface DoorFile {
  /** Its `Host` in the config. */
  alias: string;
  host: string;
  port: number;
  user: string;
  password?: string;
  identityFile?: string;
  knownHosts: string;
  config: string;
}

/** The files that clients connect with. Disposal removes them. */
export interface ClientFiles extends AsyncDisposable {
  /** In the order of `--ssh`; the first is `Host tapehead`, whatever else it is called. */
  doors: readonly [DoorFile, ...DoorFile[]];
}

/** Writes keys, known hosts and a client config into a private folder. */
export async function writeClientFiles(doors: readonly ServedDoor[]): Promise<ClientFiles> {
  const folder = await makePrivateFolder();
  try {
    return {
      doors: await writeInto(folder, doors),
      [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
    };
  } catch (error) {
    await folder[Symbol.asyncDispose]();
    throw error;
  }
}

async function writeInto(folder: PrivateFolder, doors: readonly ServedDoor[]): Promise<ClientFiles['doors']> {
  const lines = doors.map(({ ready }) => `${ready.hostKey.knownHosts}\n`);
  const knownHosts = await folder.write('known_hosts', lines.join(''));
  const names = namesOf(doors.map(({ origin }) => origin));
  const hosts: ClientHost[] = [];
  for (const [i, { ready }] of doors.entries()) {
    const { host, port, user, privateKey } = ready;
    const identityFile =
      privateKey === undefined ? undefined : await folder.write(`identity-${i + 1}`, privateKey);
    hosts.push({ names: names[i] ?? [], host, port, user, identityFile, knownHosts });
  }
  const config = await folder.write('config', clientConfig(hosts));
  const [first, ...rest] = hosts.map(({ names: [alias = ''], identityFile, ...host }, i): DoorFile => ({
    alias,
    ...host,
    ...passwordOf(doors[i]),
    ...(identityFile !== undefined && { identityFile }),
    config,
  }));
  if (!first) throw new TapeheadError('USAGE', 'there is no door to serve at', '--ssh 0');
  return [first, ...rest];
}

function passwordOf(door: ServedDoor | undefined): { password?: string } {
  return door?.ready.password === undefined ? {} : { password: door.ready.password };
}

/**
 * What each door is called: the first `tapehead`, the first of an origin by its name, any other `tapehead-2` and
 * so on. `default` is no name: it says nothing of a door.
 */
export function namesOf(origins: readonly string[]): string[][] {
  const taken = new Set(['tapehead', 'default']);
  return origins.map((origin, i) => {
    const names = i === 0 ? ['tapehead'] : [];
    if (!taken.has(origin)) names.push(origin);
    if (names.length === 0) names.push(numbered(i + 1, taken));
    for (const name of names) taken.add(name);
    return names;
  });
}

function numbered(n: number, taken: ReadonlySet<string>): string {
  return taken.has(`tapehead-${n}`) ? numbered(n + 1, taken) : `tapehead-${n}`;
}
