import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openDeck } from '../src/deck.ts';

/** A host to record: reachable over SSH, and gone once disposed of. */
export interface Host extends AsyncDisposable {
  url: string;
  port: number;
  /** What `--accept-host-key` takes. */
  fingerprint: string;
  /** A file with the key that lets a client in. */
  identity: string;
}

/** A deck without a cassette is a plain SSH server for the commands of this machine. */
export async function startHost(folder: string): Promise<Host> {
  const deck = await openDeck({ upstream: { url: 'local:' }, ssh: [{ origin: 'host' }] });
  const [door] = deck.ready.ssh;
  if (!door) throw new Error('unreachable: a deck without the door it was given');
  const identity = join(folder, 'host-key');
  await writeFile(identity, door.privateKey ?? '', { mode: 0o600 });
  return {
    url: `ssh://${door.user}@${door.host}:${door.port}`,
    port: door.port,
    fingerprint: door.hostKey.fingerprint,
    identity,
    [Symbol.asyncDispose]: () => deck[Symbol.asyncDispose](),
  };
}
