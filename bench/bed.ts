import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ConnectConfig } from 'ssh2';
import { openDeck } from '../src/index.ts';
import { startSshd } from '../test/support/sshd.ts';
import { connect, execute } from './client.ts';

/** A real sshd with an empty home, and a folder: what every comparison over SSH needs. */
export interface Bed {
  /** How ssh2 logs in to the sshd itself. */
  host: ConnectConfig;
  /** The sshd as an upstream; JSON can carry it. */
  upstream: { url: string; identities: string[]; knownHosts: string };
  file(name: string): string;
  /** Records what the sshd answers to these commands. */
  record(name: string, commands: readonly string[]): Promise<string>;
}

export async function onBed(work: (bed: Bed) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'tapehead-bench-'));
  try {
    await using sshd = await startSshd();
    const { host, port, user, identity, knownHosts, url } = sshd;
    const upstream = { url, identities: [identity], knownHosts };
    const file = (name: string): string => join(folder, name);
    await work({
      host: { host, port, username: user, privateKey: await readFile(identity) },
      upstream,
      file,
      async record(name, commands) {
        await using deck = await openDeck({ mode: 'all', cassette: file(name), upstream, ssh: [{}] });
        const [door] = deck.ready.ssh;
        if (!door?.privateKey) throw new Error('the deck has no SSH door');
        const { host: doorHost, port: doorPort, user: username, privateKey } = door;
        const client = await connect({ host: doorHost, port: doorPort, username, privateKey });
        for (const command of commands) await execute(client, command);
        client.end();
        await deck.close();
        return file(name);
      },
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
