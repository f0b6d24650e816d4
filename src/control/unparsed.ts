import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ControlLimits } from './limits.ts';
import { errorBody, Refusal } from './refusal.ts';

/** What Node's parser says of what it gave up on: a code of its own, of llhttp (HPE_…), or of the system. */
export type ParseFailure = Error & { code?: string; reason?: string };

/** Why bytes are no request, or not all of one in time (RFC 9110, 15.5). */
export function whyUnparsed({ code, reason, message }: ParseFailure, limits: ControlLimits): Refusal {
  if (code === 'HPE_HEADER_OVERFLOW') {
    return new Refusal(431, `the headers are longer than ${limits.headerBytes} bytes`, 'send fewer of them');
  }
  if (code === 'HPE_CHUNK_EXTENSIONS_OVERFLOW') {
    return new Refusal(413, 'the extensions of a chunk are too long', 'send chunks without extensions');
  }
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') {
    const { headersTime, requestTime } = limits;
    const wrong = `the headers did not come in ${headersTime} ms, or all of it in ${requestTime} ms`;
    return new Refusal(408, wrong, 'send the request without a pause');
  }
  return new Refusal(400, `this is no request of HTTP/1.1: ${reason ?? message}`, 'speak HTTP, without TLS');
}

/** Answers where Node has made no response, and ends the connection. */
export function refuseUnparsed(socket: Duplex, refusal: Refusal): void {
  const body = `${JSON.stringify(errorBody(refusal))}\n`;
  const head = [
    `HTTP/1.1 ${refusal.status} ${STATUS_CODES[refusal.status]}`,
    'connection: close',
    'content-type: application/json',
    `content-length: ${Buffer.byteLength(body)}`,
    'cache-control: no-store',
    'x-content-type-options: nosniff',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy());
}
