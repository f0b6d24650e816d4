import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import ssh2, { type Client, type ClientChannel } from 'ssh2';
import type { Job, SshClient } from '../client.ts';
import type { Command, Seen } from '../commands.ts';

/** Node's ssh2 with a key: one connection. */
export const ssh2Client: SshClient = {
  name: 'ssh2',
  needs: [],
  stdin: true,
  tty: false,
  merges: false,
  run: (jobs) => Promise.all(jobs.map(runJob)),
};

async function runJob({ server, commands }: Job): Promise<Seen[]> {
  const { host, port, user, identityFile = '' } = server;
  const client = new ssh2.Client();
  client.connect({ host, port, username: user, privateKey: await readFile(identityFile) });
  await once(client, 'ready');
  client.setNoDelay(true);
  try {
    const seen: Seen[] = [];
    for (const command of commands) seen.push(await execute(client, command));
    return seen;
  } finally {
    const closed = once(client, 'close');
    client.end();
    await closed;
  }
}

function execute(client: Client, { command, stdin }: Command): Promise<Seen> {
  return new Promise((resolve, reject) => {
    client.exec(command, (error, channel) => {
      if (error) return reject(error);
      if (stdin !== undefined) channel.end(Buffer.from(stdin, 'latin1'));
      watch(channel, resolve);
    });
  });
}

function watch(channel: ClientChannel, done: (seen: Seen) => void): void {
  let [stdout, stderr, code] = ['', '', -1];
  channel.on('data', (bytes: Buffer) => (stdout += bytes.toString('latin1')));
  channel.stderr.on('data', (bytes: Buffer) => (stderr += bytes.toString('latin1')));
  channel.once('exit', (status: number | null) => (code = status ?? -1));
  channel.once('close', () => done({ stdout, stderr, code }));
}
