import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { Refusal } from './refusal.ts';

/** Who may enter: on a socket whoever the file system lets in; at a port whoever knows the token. */
export type Guard = { kind: 'socket' } | { kind: 'port'; token: string };

/** 256 bits, in characters that need no quoting anywhere. */
export const newToken = (): string => randomBytes(32).toString('base64url');

/** Why a request is not let in, whatever it asks for; undefined where it is. */
export function turnedAway(headers: IncomingHttpHeaders, guard: Guard): Refusal | undefined {
  // A page of the web that a browser shows would say where it is from.
  if (headers.origin !== undefined) {
    return new Refusal(403, 'a browser sent this for a page of the web', 'ask from a program of your own');
  }
  if (guard.kind === 'socket') return undefined;
  // A name of somebody's that was pointed at this machine (DNS rebinding) is not one of ours.
  if (!isLoopback(headers.host)) {
    const host = JSON.stringify(headers.host ?? '');
    return new Refusal(403, `the host asked for is ${host}, not this machine`, 'ask 127.0.0.1 or localhost');
  }
  if (!isToken(headers.authorization, guard.token)) {
    return new Refusal(
      401,
      headers.authorization === undefined ? 'the token is missing' : 'the token is not the one of this deck',
      'send the header "Authorization: Bearer TOKEN"; the token is "control.token" of the ready file, or TAPEHEAD_CONTROL_TOKEN',
      { headers: { 'www-authenticate': 'Bearer realm="tapehead"' } },
    );
  }
  return undefined;
}

const isLoopback = (host = ''): boolean => /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d{1,5})?$/i.test(host);

/** In constant time: how long it takes says nothing of how much was right. */
function isToken(authorization: string | undefined, token: string): boolean {
  const [, given = ''] = /^Bearer +(\S+) *$/i.exec(authorization ?? '') ?? [];
  return timingSafeEqual(digest(given), digest(token));
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
