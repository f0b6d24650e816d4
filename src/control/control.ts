import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Clock } from '../clock.ts';
import { listenOn } from '../doors/shim/socket-path.ts';
import { TapeheadError } from '../errors.ts';
import type { Controlled } from './controlled.ts';
import { newToken } from './guard.ts';
import type { ControlLimits } from './limits.ts';
import { ControlServer } from './server.ts';

/** Where the control API is: at a port of loopback, 0 for any, or on a Unix socket. */
export type ControlAddress = { port: number } | { path: string };

/** How programs reach it. The token is a secret. */
export type ControlReady = { url: string; token: string } | { socket: string };

/** A control API that serves. */
export interface Control extends AsyncDisposable {
  readonly ready: ControlReady;
}

/**
 * Opens the control API of a deck. Disposal ends streams, and lets go of clients that do not.
 *
 * @throws TapeheadError DOOR_UNAVAILABLE
 */
export async function openControl(
  address: ControlAddress,
  deck: Controlled,
  clock: Clock,
  limits: Partial<ControlLimits> = {},
): Promise<Control> {
  if ('path' in address) {
    const server = new ControlServer({ kind: 'socket' }, deck, clock, limits);
    await listenOn(server.http, address.path);
    return serving(server, { socket: address.path });
  }
  const token = newToken();
  const server = new ControlServer({ kind: 'port', token }, deck, clock, limits);
  const port = await listenAt(server, address.port);
  return serving(server, { url: `http://${HOST}:${port}`, token });
}

const HOST = '127.0.0.1';

function serving(server: ControlServer, ready: ControlReady): Control {
  // What befalls one connection is told to that client, or to nobody.
  server.http.on('error', () => undefined);
  return { ready, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() };
}

async function listenAt({ http }: ControlServer, port: number): Promise<number> {
  try {
    http.listen(port, HOST);
    await once(http, 'listening');
  } catch (cause) {
    const why = (cause as NodeJS.ErrnoException).code === 'EADDRINUSE' ? 'the port is taken' : String(cause);
    throw new TapeheadError(
      'DOOR_UNAVAILABLE',
      `the control API cannot listen on ${HOST}:${port}: ${why}`,
      '--control 0 picks a port, --control PATH makes a socket',
      { cause },
    );
  }
  return (http.address() as AddressInfo).port;
}
