import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { TapeheadError } from '../../errors.ts';
import { ssh2 } from '../../ssh/ssh2.ts';
import { checkSsh2, COMPRESS, socketOf } from '../../ssh/transport.ts';
import type { Answer, Door } from '../door.ts';
import { makeGate } from './auth.ts';
import { serveConnection } from './connection.ts';
import type { Credentials, SshAuth } from './credentials.ts';
import { generateHostKey, knownHostsLine, readHostKey } from './host-key.ts';
import { DEFAULT_LIMITS, type SshDoorLimits } from './limits.ts';
import type { Log } from './log.ts';
import type { Refusal } from './refusal.ts';
import { Sockets } from './sockets.ts';

export interface SshDoorOptions {
  /** A name or address of this machine. Default `127.0.0.1`. */
  host?: string;
  /** 0 picks a free one. Default 0. */
  port?: number;
  /** Of clients whose user name is not `name+origin`. */
  origin: string;
  /** Default: a password and a client key, made anew. */
  auth?: SshAuth;
  /** Names of the variables that shims report whose socket a client forwards. Default: none. */
  shimEnv?: readonly string[];
  /** The text of a private key without a passphrase. Default: a new ECDSA P-256 key. */
  hostKey?: string | Buffer;
  limits?: Partial<SshDoorLimits>;
  /** Asked before each login and each channel. Default: none is refused. */
  refusal?: Refusal;
  log?: Log;
}

/** What a client needs in order to come in. Holds secrets. */
export interface SshReady extends Credentials {
  /** The address to connect to. */
  host: string;
  port: number;
  /** A user name; any other does as well. */
  user: string;
  hostKey: {
    type: string;
    /** `SHA256:…`, as OpenSSH prints it. */
    fingerprint: string;
    /** The line for a known_hosts file, without a line end. */
    knownHosts: string;
  };
}

export interface SshDoor extends Door {
  readonly ready: SshReady;
}

/**
 * Opens a door for SSH clients: exec, shell, pty, variables, signals, any number of sessions on a
 * connection; and for shims, where a client forwards /run/tapehead.sock to them. Every other forwarding, the agent,
 * X11 and all subsystems are refused.
 *
 * @throws TapeheadError DOOR_UNAVAILABLE, USAGE, SSH_LIBRARY
 */
export async function openSshDoor(options: SshDoorOptions, answer: Answer): Promise<SshDoor> {
  checkSsh2();
  const { host = '127.0.0.1', port = 0, origin, log = () => undefined } = options;
  const hostKey = options.hostKey === undefined ? generateHostKey() : readHostKey(options.hostKey);
  const gate = makeGate(options.auth ?? { kind: 'generated' });
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const executions = new Set<Promise<unknown>>();
  const sockets = new Sockets(limits, log);
  let draining = false;

  const context = {
    origin,
    shimEnv: options.shimEnv ?? [],
    refusal: options.refusal ?? (() => undefined),
    answer,
    limits,
    log,
    admits: () => !draining,
    onExecution(over: Promise<unknown>) {
      executions.add(over);
      void over.finally(() => executions.delete(over));
    },
  };
  const ssh = new ssh2.Server({
    hostKeys: [{ key: hostKey.privateKey }],
    ident: IDENT,
    algorithms: { compress: COMPRESS },
    keepaliveInterval: NEVER,
  });
  ssh.on('connection', (connection) => {
    const guest = sockets.of(socketOf(connection));
    if (guest !== undefined) serveConnection(connection, guest, gate, context);
  });
  // ssh2 would listen itself; but then its sockets could neither be limited before they speak nor closed.
  const listener = createServer({ noDelay: true, keepAlive: true }, (socket) => {
    if (sockets.admit(socket)) ssh.injectSocket(socket);
  });
  const address = await listen(listener, host, port);
  listener.on('error', (error) => log(`a client could not connect: ${error.message}`));
  for (const line of gate.unused) log(`authorized keys: ${line}`);

  let closed: Promise<void> | undefined;
  const stopListening = (): Promise<void> => {
    draining = true;
    return (closed ??= new Promise((resolve) => listener.close(() => resolve())));
  };
  return {
    ready: readyFrom(address, hostKey, gate),
    async drain() {
      void stopListening(); // which takes until the last client has left
      await Promise.all(executions);
    },
    async [Symbol.asyncDispose]() {
      const listenerClosed = stopListening();
      await sockets[Symbol.asyncDispose]();
      await listenerClosed;
      await Promise.all(executions);
    },
  };
}

/**
 * OpenSSH's clients say that nobody reads their output any more (eow@openssh.com), and that no further
 * sessions will come, only to a server whose name begins so.
 */
const IDENT = 'OpenSSH_compatible_tapehead';

/** ssh2's server cuts a client that leaves keepalives unanswered; one stopped in a debugger is not gone. */
const NEVER = 2 ** 31 - 1;

async function listen(listener: Server, host: string, port: number): Promise<AddressInfo> {
  try {
    listener.listen(port, host);
    await once(listener, 'listening');
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    const [wrong, remedy] = WRONG[code ?? ''] ?? [
      message,
      'try --ssh 0, which takes a free port on loopback',
    ];
    throw new TapeheadError('DOOR_UNAVAILABLE', `cannot listen on ${host}:${port}: ${wrong}`, remedy, {
      cause,
    });
  }
  return listener.address() as AddressInfo;
}

const WRONG: Record<string, [wrong: string, remedy: string]> = {
  EADDRINUSE: ['the port is taken', 'take another one, or port 0 for any that is free'],
  EACCES: ['this user may not', 'take a port from 1024 on, or port 0 for any that is free'],
  EADDRNOTAVAIL: ['the address is not of this machine', 'leave it out for loopback, or take 0.0.0.0 for all'],
  ENOTFOUND: ['the name is not known', 'leave it out for loopback, or give an address'],
};

function readyFrom(
  address: AddressInfo,
  hostKey: ReturnType<typeof generateHostKey>,
  { password, privateKey }: Credentials,
): SshReady {
  const host =
    address.address === '0.0.0.0' ? '127.0.0.1' : address.address === '::' ? '::1' : address.address;
  const { type, fingerprint } = hostKey;
  return {
    host,
    port: address.port,
    user: 'tapehead',
    password,
    privateKey,
    hostKey: { type, fingerprint, knownHosts: knownHostsLine(hostKey, host, address.port) },
  };
}
