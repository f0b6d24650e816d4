import type { TtySize } from '../event.ts';
import type { Tty } from '../invocation.ts';
import { encodeFields, WireReader } from './wire.ts';

/**
 * Payloads of the requests on a session channel, RFC 4254 §6: what stands behind want-reply. The decoders
 * throw MalformedMessage for a payload that is too short.
 */

/** `exec` and `subsystem`: one string. */
export const encodeCommand = (command: string | Uint8Array): Buffer => encodeFields(command);
export const decodeCommand = (payload: Buffer): Buffer => new WireReader(payload).string();

/** `shell` has none. */
export const NO_PAYLOAD = Buffer.alloc(0);

export const encodeEnv = (name: string, value: Uint8Array): Buffer => encodeFields(name, value);
export function decodeEnv(payload: Buffer): { name: string; value: Buffer } {
  const reader = new WireReader(payload);
  return { name: reader.string().toString(), value: reader.string() };
}

export function encodePty(tty: Tty): Buffer {
  return encodeFields(tty.term, tty.columns, tty.rows, tty.width, tty.height, tty.modes);
}
export function decodePty(payload: Buffer): Tty {
  const reader = new WireReader(payload);
  const term = reader.string().toString();
  return { term, ...readSize(reader), modes: reader.string() };
}

/** `window-change` */
export function encodeSize(size: TtySize): Buffer {
  return encodeFields(size.columns, size.rows, size.width, size.height);
}
export const decodeSize = (payload: Buffer): TtySize => readSize(new WireReader(payload));

/** `signal`: the name without SIG. */
export const encodeSignal = (name: string): Buffer => encodeFields(name);
export const decodeSignal = (payload: Buffer): string => new WireReader(payload).string().toString();

export const encodeExitStatus = (code: number): Buffer => encodeFields(code >>> 0);
export const decodeExitStatus = (payload: Buffer): number => new WireReader(payload).uint32();

/** `exit-signal`, without the message for people. */
export function encodeExitSignal(signal: { name: string; core: boolean }): Buffer {
  return encodeFields(signal.name, signal.core, '', '');
}
export function decodeExitSignal(payload: Buffer): { name: string; core: boolean } {
  const reader = new WireReader(payload);
  return { name: reader.string().toString(), core: reader.boolean() };
}

function readSize(reader: WireReader): TtySize {
  return {
    columns: reader.uint32(),
    rows: reader.uint32(),
    width: reader.uint32(),
    height: reader.uint32(),
  };
}
