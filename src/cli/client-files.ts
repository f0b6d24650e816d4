import type { Ready } from '../deck.ts';
import type { SshReady } from '../doors/ssh/door.ts';
import { clientConfig, knownHostsLine, type ClientHost } from './client-config.ts';
import { makePrivateFolder, type PrivateFolder } from './private-folder.ts';

/** An SSH door, as the ready file tells of it. What the door does not have is absent. */
export interface SshReadyFile {
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
  /** In the order of the doors; the first is `Host tapehead`. */
  hosts: readonly ClientHost[];
  /** Of the first door. */
  ssh: SshReadyFile;
  /** The content of the ready file: `ssh` is the first door, `doors` are all, where there are more. */
  ready: { ssh: SshReadyFile; doors?: (SshReadyFile & { alias: string })[] };
}

/** Writes key, known hosts and client config into a private folder. */
export async function writeClientFiles(ready: Ready): Promise<ClientFiles> {
  const folder = await makePrivateFolder();
  try {
    return await writeInto(folder, ready);
  } catch (error) {
    await folder[Symbol.asyncDispose]();
    throw error;
  }
}
