import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import ssh2, { type Client, type ConnectConfig } from 'ssh2';

/** Connects with ssh2 as the client, which is the same on both sides of every comparison. */
export async function connect(config: ConnectConfig): Promise<Client> {
  const client = new ssh2.Client();
  client.connect({ ...config, readyTimeout: 10_000 });
  client.setNoDelay(true);
  await once(client, 'ready');
  return client;
}

/** Executes, reads all of stdout and waits for the close; the number of bytes. */
export function execute(client: Client, command: string): Promise<number> {
  return new Promise((resolve, reject) => {
    client.exec(command, (error, channel) => {
      if (error) return reject(error);
      let bytes = 0;
      channel.on('data', (chunk: Buffer) => (bytes += chunk.length));
      channel.stderr.resume();
      channel.on('close', () => resolve(bytes));
    });
  });
}

/** The same, and stdout itself. */
export function executeText(client: Client, command: string): Promise<string> {
  return new Promise((resolve, reject) => {
    client.exec(command, (error, channel) => {
      if (error) return reject(error);
      const chunks: Buffer[] = [];
      channel.on('data', (chunk: Buffer) => chunks.push(chunk));
      channel.stderr.resume();
      channel.on('close', () => resolve(Buffer.concat(chunks).toString()));
    });
  });
}

/** ssh2 takes two thirds of the time with its optional native parts, so every figure says whether they were there. */
export function nativeParts(): string {
  const root = dirname(createRequire(import.meta.url).resolve('ssh2/package.json'));
  const isThere = existsSync(join(root, 'lib/protocol/crypto/build/Release/sshcrypto.node'));
  return isThere ? 'with its native parts' : 'without its native parts';
}
