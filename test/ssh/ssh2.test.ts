import { EventEmitter, on, once } from 'node:events';
import { createRequire } from 'node:module';
import { type AddressInfo, createConnection, type Socket } from 'node:net';
import { Duplex } from 'node:stream';
import stock, { type ClientInfo, type Connection } from 'ssh2';
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

  it.each(['server', 'client'] as const)('hears an ident that comes to a %s byte by byte', async (side) => {
    const stream = new Duplex({ read: () => undefined, write: (_chunk, _encoding, done) => done() });
    const heard = side === 'server' ? asServer(stream) : asClient(stream);
    for (const byte of Buffer.from('SSH-2.0-byte_by_byte\r\n')) stream.push(Buffer.of(byte));
    expect(await heard).toBe('byte_by_byte');
    stream.destroy();
  });

  it('is not that of others, which stays as it is', () => {
    expect(ssh2.Client).not.toBe(stock.Client);
    expect(createRequire(import.meta.url)('ssh2')).toBe(stock);
  });
});

/** RFC 4253 §12. */
const SSH_MSG_KEXINIT = 20;

async function asServer(stream: Duplex): Promise<string> {
  const { private: key } = ssh2.utils.generateKeyPairSync('ecdsa', { bits: 256 });
  const server = new ssh2.Server({ hostKeys: [key] });
  const connected = once(server, 'connection');
  server.injectSocket(stream as Socket);
  const [connection, info] = (await connected) as [Connection, ClientInfo];
  connection.on('error', () => undefined);
  return info.header.versions.software;
}

async function asClient(stream: Duplex): Promise<string> {
  const client = new ssh2.Client();
  client.on('error', () => undefined);
  const lines = new EventEmitter();
  client.connect({ sock: stream, username: 'x', readyTimeout: 0, debug: (line) => lines.emit('line', line) });
  for await (const [line] of on(lines, 'line')) {
    const [, software] = /^Remote ident: 'SSH-2.0-(.*)'$/.exec(String(line)) ?? [];
    if (software !== undefined) return software;
  }
  throw new Error('there is no end of lines');
}
