import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { Algorithms, CipherAlgorithm, MacAlgorithm } from 'ssh2';
import { describe, expect, it } from 'vitest';
import type { Channel, ChannelMessage } from '../../src/ssh/channel.ts';
import { CHANNEL, encodeMessage } from '../../src/ssh/message.ts';
import { PacketPool } from '../../src/ssh/packet-pool.ts';
import { connectPair, type Pair } from './pair.ts';
import { sendRaw } from './raw-packet.ts';

const MIB = 1024 * 1024;

describe('PacketPool', () => {
  it('gives out again what was given back, and nothing before', () => {
    const pool = new PacketPool();
    const [first, second] = [pool.take(32_800), pool.take(32_800)];
    expect(second.buffer).not.toBe(first.buffer);
    pool.giveBack(first);
    expect(pool.take(32_800)).toBe(first);
    expect(pool.take(32_800).buffer).not.toBe(first.buffer);
  });

  it('gives out the length asked for, in memory of another length', () => {
    const pool = new PacketPool();
    const first = pool.take(32_800);
    for (const length of [20_000, 32_801, 33_000]) {
      pool.giveBack(first);
      const next = pool.take(length);
      expect(next.buffer).toBe(first.buffer);
      expect(next).toHaveLength(length);
    }
  });

  it('keeps no packet that is small or very large, nor what is not its own', () => {
    const pool = new PacketPool();
    for (const foreign of [pool.take(100), pool.take(256 * 1024), Buffer.alloc(32_800)]) {
      pool.giveBack(foreign);
      expect(pool.take(foreign.length) === foreign).toBe(false);
    }
  });

  it('keeps 64 packets and no more', () => {
    const pool = new PacketPool();
    const packets = Array.from({ length: 65 }, () => pool.take(32_800));
    for (const packet of packets) pool.giveBack(packet);
    const again = new Set(packets.map(() => pool.take(32_800)));
    expect(packets.filter((packet) => again.has(packet))).toHaveLength(64);
  });
});

const CIPHERS: [CipherAlgorithm, MacAlgorithm][] = [
  ['chacha20-poly1305@openssh.com', 'hmac-sha2-256'],
  ['aes256-gcm@openssh.com', 'hmac-sha2-256'],
  ['aes256-ctr', 'hmac-sha2-256-etm@openssh.com'],
  ['aes256-ctr', 'hmac-sha2-512'],
  ['aes256-cbc', 'hmac-sha1-96'],
];

describe('memory of packets', () => {
  it.each(CIPHERS)('is used again only when they are out: %s, %s', async (cipher, mac) => {
    const algorithms = { cipher: [cipher], hmac: [mac] };
    await using slow = await reader(algorithms);
    await using fast = await reader(algorithms);
    slow.pauseClient();
    const late = slow.send(randomBytes(24 * MIB));
    await slow.serverSocketFull();
    await fast.send(randomBytes(4 * MIB));
    slow.resumeClient();
    await late;
  });

  it('is used by nobody else while the packets of a connection that is cut are still on their way', async () => {
    await using cut = await reader({});
    await using other = await reader({});
    cut.pauseClient();
    void cut.send(randomBytes(24 * MIB));
    await cut.serverSocketFull();
    const closed = once(cut.serverSocket, 'close');
    cut.serverSocket.destroy();
    await other.send(randomBytes(4 * MIB));
    await closed;
    await other.send(randomBytes(4 * MIB));
  });
});

/** A session whose client has a window that only the socket limits; `send()` ends when it has come, byte for byte. */
async function reader(algorithms: Algorithms): Promise<Pair & { send(bytes: Buffer): Promise<void> }> {
  const pair = await connectPair(undefined, algorithms);
  let onBytes: (bytes: Buffer) => void = () => undefined;
  const [client, server]: [Channel, Channel] = await pair.session((message: ChannelMessage) => {
    if (message.type !== 'data') return;
    client.consumed(message.bytes.length);
    onBytes(message.bytes);
  });
  sendRaw(pair.client, encodeMessage(CHANNEL.WINDOW_ADJUST, 0, 64 * MIB));
  return {
    ...pair,
    async send(bytes) {
      const hash = createHash('sha256');
      let left = bytes.length;
      const came = new Promise<void>((resolve) => {
        onBytes = (some) => {
          hash.update(some);
          left -= some.length;
          if (left === 0) resolve();
        };
      });
      await server.write(bytes);
      await came;
      expect(hash.digest('hex')).toBe(createHash('sha256').update(bytes).digest('hex'));
    },
  };
}
