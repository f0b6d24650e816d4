import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Client } from 'ssh2';
import { TapeheadError } from '../../errors.ts';
import type { SshTarget } from './config.ts';

/** How long a host may take to answer where its config does not say, ms. */
export const CONNECT_TIMEOUT = 20_000;

/** @throws TapeheadError UPSTREAM_UNREACHABLE */
export function reachTcp(target: SshTarget, signal: AbortSignal): Promise<Duplex> {
  const { host, port, connectTimeout = CONNECT_TIMEOUT } = target;
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(givenUp(target));
    const socket = connect({ host, port });
    const settle = (error?: TapeheadError): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      socket.off('error', onError);
      if (error === undefined) return resolve(socket);
      socket.destroy();
      reject(error);
    };
    const onAbort = (): void => settle(givenUp(target));
    const onError = (error: NodeJS.ErrnoException): void => settle(tcpTrouble(target, error));
    const timer = setTimeout(() => settle(silent(target, 'answer', connectTimeout)), connectTimeout);
    signal.addEventListener('abort', onAbort);
    socket.on('error', onError);
    socket.once('connect', () => settle());
  });
}

/**
 * A stream to the target's port from the hop before it, which may take as long as its system does to find
 * out that nobody answers there.
 *
 * @throws TapeheadError UPSTREAM_UNREACHABLE
 */
export function reachThrough(
  hop: Client,
  hopTarget: SshTarget,
  target: SshTarget,
  signal: AbortSignal,
): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(givenUp(target));
    if (signal.aborted) return onAbort();
    signal.addEventListener('abort', onAbort);
    hop.forwardOut('127.0.0.1', 0, target.host, target.port, (error, stream) => {
      signal.removeEventListener('abort', onAbort);
      if (error === undefined) return resolve(stream);
      reject(
        unreachable(
          `${at(target)} cannot be reached through ${at(hopTarget)}: ${error.message}`,
          'check that the jump host allows TCP forwarding, and that it knows this name and port',
          error,
        ),
      );
    });
  });
}

export const givenUp = (target: SshTarget): TapeheadError =>
  unreachable(`connecting to ${at(target)} was given up, as the deck is closing`, 'start it again');

/** `what` it did not do within `timeout` ms. */
export const silent = (target: SshTarget, what: string, timeout: number): TapeheadError =>
  unreachable(
    `${at(target)} did not ${what} within ${timeout / 1000} s`,
    'check that the host is up and no firewall is in between; ConnectTimeout in ~/.ssh/config gives it longer',
  );

/** It was reached, and then no SSH connection came of it. */
export const handshakeTrouble = (target: SshTarget, cause: Error): TapeheadError =>
  unreachable(
    `${at(target)} was reached, but no SSH connection came about: ${cause.message}`,
    'check that an SSH server listens there, and what its log says',
    cause,
  );

function tcpTrouble(target: SshTarget, error: NodeJS.ErrnoException): TapeheadError {
  switch (error.code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return unreachable(
        `no address is known for the host ${target.host} (${error.code})`,
        'check its spelling, the name service, and HostName in ~/.ssh/config',
        error,
      );
    case 'ECONNREFUSED':
      return unreachable(
        `${at(target)} refuses connections`,
        'check the port, and that the SSH server runs (on ESXi: the service TSM-SSH)',
        error,
      );
    default:
      return unreachable(
        `${at(target)} cannot be reached: ${error.code ?? error.message}`,
        'check the network between here and the host',
        error,
      );
  }
}

const at = ({ host, port }: SshTarget): string => `${host.includes(':') ? `[${host}]` : host}:${port}`;

const unreachable = (message: string, remedy: string, cause?: Error): TapeheadError =>
  new TapeheadError('UPSTREAM_UNREACHABLE', message, remedy, { cause });
