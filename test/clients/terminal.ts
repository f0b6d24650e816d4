import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import ssh2, { type Client, type ClientChannel } from 'ssh2';
import type { DoorFile } from '../../src/cli/client-files.ts';

/**
 * Types lines at the login shell's terminal, each ended by CR once there is a prompt, as a person or expect(1) does.
 *
 * @returns all that came on the terminal, and stderr behind it, a character a byte
 */
export async function typeLines(
  server: DoorFile,
  lines: readonly string[],
  prompt = BUSYBOX_PROMPT,
): Promise<string> {
  const { host, port, user, identityFile = '' } = server;
  const client = new ssh2.Client();
  client.connect({ host, port, username: user, privateKey: await readFile(identityFile) });
  await once(client, 'ready');
  client.setNoDelay(true);
  try {
    return await converse(await openShell(client), lines, prompt);
  } finally {
    const closed = once(client, 'close');
    client.end();
    await closed;
  }
}

/** Its end, and the question where the cursor is that busybox asks behind it. */
const BUSYBOX_PROMPT = /[#$] (?:\x1b\[6n)?$/;

const openShell = (client: Client): Promise<ClientChannel> =>
  new Promise((resolve, reject) => {
    client.shell({ term: 'vt100', cols: 511, rows: 43 }, (error, channel) =>
      error ? reject(error) : resolve(channel),
    );
  });

async function converse(channel: ClientChannel, lines: readonly string[], prompt: RegExp): Promise<string> {
  const left = [...lines];
  let [shown, since, stderr] = ['', '', ''];
  channel.on('data', (bytes: Buffer) => {
    shown += bytes.toString('latin1');
    since += bytes.toString('latin1');
    const line = prompt.test(since) ? left.shift() : undefined;
    if (line === undefined) return;
    since = '';
    channel.write(`${line}\r`);
  });
  channel.stderr.on('data', (bytes: Buffer) => (stderr += bytes.toString('latin1')));
  await once(channel, 'close');
  return shown + stderr;
}
