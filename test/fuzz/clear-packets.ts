import { encodeFields } from '../../src/ssh/wire.ts';
import type { Random } from '../support/random.ts';

/** Packets of RFC 4253 §6 before the first NEWKEYS: neither encrypted nor authenticated. */

/** What may be wrong with a packet; without any of it, it is right. */
export interface Lies {
  /** What packet_length says, in bytes. */
  length?: number;
  /** What padding_length says, in bytes; as many are there unless `length` lies as well. */
  padding?: number;
}

export function clearPacket(payload: Uint8Array, lies: Lies = {}): Buffer {
  const right = 8 - ((5 + payload.length) % 8);
  const padding = Buffer.alloc(lies.padding ?? (right < 4 ? right + 8 : right));
  const head = Buffer.alloc(5);
  head.writeUInt32BE(lies.length ?? 1 + payload.length + padding.length);
  head.writeUInt8(padding.length, 4);
  return Buffer.concat([head, payload, padding]);
}

/** What a server said before the first NEWKEYS: its ident line, and the payloads of its packets. */
export function readClear(bytes: Buffer): { ident: string | undefined; payloads: Buffer[] } {
  const lineEnd = bytes.indexOf('\r\n');
  if (lineEnd < 0) return { ident: undefined, payloads: [] };
  const payloads: Buffer[] = [];
  for (let at = lineEnd + 2; at + 5 <= bytes.length;) {
    const length = bytes.readUInt32BE(at);
    if (at + 4 + length > bytes.length) break;
    const payload = bytes.subarray(at + 5, at + 4 + length - bytes.readUInt8(at + 4));
    payloads.push(payload);
    if (payload[0] === NEWKEYS) break; // what follows is encrypted
    at += 4 + length;
  }
  return { ident: bytes.subarray(0, lineEnd).toString('latin1'), payloads };
}

/** Message numbers of RFC 4253 §12. */
export const DISCONNECT = 1;
export const KEXINIT = 20;
export const NEWKEYS = 21;
export const KEX_ECDH_INIT = 30;

/** The ten name lists of RFC 4253 §7.1 as a client may send them that our door agrees with. */
export const NAME_LISTS = [
  'curve25519-sha256',
  'ecdsa-sha2-nistp256',
  'aes128-ctr',
  'aes128-ctr',
  'hmac-sha2-256',
  'hmac-sha2-256',
  'none',
  'none',
  '',
  '',
];

export function kexinit(random: Random, lists: readonly (string | Uint8Array)[] = NAME_LISTS): Buffer {
  return Buffer.concat([
    Buffer.of(KEXINIT),
    random.bytes(16),
    encodeFields(...lists, false),
    Buffer.alloc(4),
  ]);
}
