import type { CipherAlgorithm } from 'ssh2';
import { expect, it } from 'vitest';
import { encodeCommand } from '../../src/ssh/session.ts';
import { collector, connectPair } from './pair.ts';

const CIPHERS: CipherAlgorithm[] = ['chacha20-poly1305@openssh.com', 'aes256-gcm@openssh.com', 'aes128-ctr'];
const MACS = ['hmac-sha2-256', 'hmac-sha2-256-etm@openssh.com'] as const;

/** Tests that packets as long as sshd's go both ways, by each of the library's ways to decipher one. */
export function itTakesLongCommands(): void {
  it.each(CIPHERS.flatMap((cipher) => MACS.map((mac) => [cipher, mac] as const)))(
    'takes a command of 250 KiB in either direction by %s with %s',
    async (cipher, mac) => {
      const command = encodeCommand(Buffer.alloc(250 * 1024, 'tapehead '));
      await using pair = await connectPair(undefined, { cipher: [cipher], hmac: [mac] });
      const [toServer, toClient] = [collector(), collector()];
      const [client, server] = await pair.session(toClient.onMessage, toServer.onMessage);
      client.notify('exec', command);
      server.notify('exec', command);
      for (const { until } of [toServer, toClient]) {
        const request = await until('request');
        expect(request.type === 'request' && command.equals(request.payload)).toBe(true);
      }
    },
  );
}
