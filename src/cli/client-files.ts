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
  /** In the order of `--ssh`; the first is `Host tapehead`. */
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
  const aliases = aliasesOf(doors.map(({ origin }) => origin));
  const hosts: ClientHost[] = [];
  for (const [i, { ready }] of doors.entries()) {
    const { host, port, user, privateKey } = ready;
    const alias = aliases[i] ?? '';
    const identityFile =
      privateKey === undefined ? undefined : await folder.write(`identity-${i + 1}`, privateKey);
    hosts.push({ alias, host, port, user, identityFile, knownHosts });
  }
  const config = await folder.write('config', clientConfig(hosts));
  const [first, ...rest] = hosts.map(({ identityFile, ...host }, i): DoorFile => ({
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

/** The first door is `tapehead`, any other the name of its origin, or `tapehead-2` and so on. */
export function aliasesOf(origins: readonly string[]): string[] {
  const aliases: string[] = [];
  for (const [i, origin] of origins.entries()) {
    const free = i > 0 && origin !== 'default' && !aliases.includes(origin);
    aliases.push(i === 0 ? 'tapehead' : free ? origin : `tapehead-${i + 1}`);
  }
  return aliases;
}
