import { encodeFields, type WireField } from './wire.ts';

/** Message numbers of RFC 4254 §9. */
export const CHANNEL = {
  OPEN: 90,
  OPEN_CONFIRMATION: 91,
  OPEN_FAILURE: 92,
  WINDOW_ADJUST: 93,
  DATA: 94,
  EXTENDED_DATA: 95,
  EOF: 96,
  CLOSE: 97,
  REQUEST: 98,
  SUCCESS: 99,
  FAILURE: 100,
} as const;

/** Reason codes of a refused open, RFC 4254 §5.1. */
export const OPEN_FAILURE = {
  ADMINISTRATIVELY_PROHIBITED: 1,
  CONNECT_FAILED: 2,
  UNKNOWN_CHANNEL_TYPE: 3,
  RESOURCE_SHORTAGE: 4,
} as const;

/** Extended data of type stderr, RFC 4254 §5.2. */
export const STDERR = 1;

/** No window may grow past this, RFC 4254 §5.2. */
export const MAX_WINDOW = 2 ** 32 - 1;

/** What is admitted at once on a channel of ours, in bytes; OpenSSH's own figure. */
export const WINDOW = 2 * 1024 * 1024;

/** The most data in one packet, in bytes. RFC 4253 §6.1 obliges a peer to take no more. */
export const MAX_PACKET = 32 * 1024;

/** A message of fixed fields behind its number. */
export function encodeMessage(number: number, ...fields: readonly WireField[]): Buffer {
  const body = encodeFields(...fields);
  const message = Buffer.allocUnsafe(1 + body.length);
  message[0] = number;
  message.set(body, 1);
  return message;
}

/** What precedes the bytes of CHANNEL_DATA, or of CHANNEL_EXTENDED_DATA when `extended` is not 0. */
export function encodeDataHead(channel: number, extended: number, length: number): Buffer {
  const head = Buffer.allocUnsafe(extended === 0 ? 9 : 13);
  head[0] = extended === 0 ? CHANNEL.DATA : CHANNEL.EXTENDED_DATA;
  head.writeUInt32BE(channel, 1);
  if (extended !== 0) head.writeUInt32BE(extended, 5);
  head.writeUInt32BE(length, head.length - 4);
  return head;
}

/** CHANNEL_REQUEST, its payload verbatim behind want-reply. */
export function encodeRequest(
  channel: number,
  name: string,
  wantReply: boolean,
  payload: Uint8Array,
): Buffer {
  return Buffer.concat([encodeMessage(CHANNEL.REQUEST, channel, name, wantReply), payload]);
}
