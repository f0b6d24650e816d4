import { createRequire } from 'node:module';
import { type AddressInfo, createConnection } from 'node:net';
import stock from 'ssh2';
import { describe, expect, it } from 'vitest';
import { encodeCommand } from '../../src/ssh/session.ts';
import { ssh2 } from '../../src/ssh/ssh2.ts';
import { itTakesLongCommands } from './long-command.ts';
import { collector, connectPair } from './pair.ts';

describe("tapehead's ssh2", () => {
  itTakesLongCommands();

  it('cuts a connection that brings a packet of more than 256 KiB', async () => {
    await using pair = await connectPair();
    const { onMessage, until } = collector();
    const [client] = await pair.session(() => undefined, onMessage);
    client.notify('exec', encodeCommand(Buffer.alloc(256 * 1024)));
    expect(await until('lost')).toMatchObject({ reason: expect.stringContaining('Bad packet length') });
  });

  it('offers its key exchange to a client that has not said anything yet', async () => {
    await using pair = await connectPair();
    const { address, port } = pair.serverSocket.address() as AddressInfo;
    const silent = createConnection(port, address);
    const chunks: Buffer[] = [];
    for await (const chunk of silent as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      if (Buffer.concat(chunks).length > 500) break;
    }
    const said = Buffer.concat(chunks);
    const identEnd = said.indexOf('\r\n') + 2;
    expect(said.subarray(0, 8).toString()).toBe('SSH-2.0-');
    expect(said[identEnd + 5]).toBe(SSH_MSG_KEXINIT);
  });

  it('is not that of others, which stays as it is', () => {
    expect(ssh2.Client).not.toBe(stock.Client);
    expect(createRequire(import.meta.url)('ssh2')).toBe(stock);
  });
});

/** RFC 4253 §12. */
const SSH_MSG_KEXINIT = 20;
