import { visibleLines } from './visible.ts';

/**
 * What tapehead itself says on a client's stderr. It may quote a host or a cassette, which are hostile.
 *
 * @param isRaw the client has its terminal in raw mode: a bare LF would not go back to the first column
 */
export function clientMessage(message: string, isRaw: boolean): Buffer {
  const text = `tapehead: ${visibleLines(message)}\n`;
  return Buffer.from(isRaw ? text.replaceAll('\n', '\r\n') : text);
}
