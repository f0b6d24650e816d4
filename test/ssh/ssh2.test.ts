import { createRequire } from 'node:module';
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

  it('is not that of others, which stays as it is', () => {
    expect(ssh2.Client).not.toBe(stock.Client);
    expect(createRequire(import.meta.url)('ssh2')).toBe(stock);
  });
});
