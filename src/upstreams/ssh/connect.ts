import type { Duplex } from 'node:stream';
import type { AnyAuthMethod, Client, ServerHostKeyAlgorithm } from 'ssh2';
import { TapeheadError } from '../../errors.ts';
import { clientChannels, type ClientChannels } from '../../ssh/connection.ts';
import { ssh2 } from '../../ssh/ssh2.ts';
import { COMPRESS, serverIdent } from '../../ssh/transport.ts';
import { authentication, type Authentication, type Credentials } from './auth.ts';
import type { Person, SshTarget } from './config.ts';
import { hostKeyAlgorithms, readHostKeys, type HostKeys, type HostKeyTrust } from './host-key.ts';
import { CONNECT_TIMEOUT, givenUp, handshakeTrouble, reachTcp, reachThrough, silent } from './reach.ts';

/** What connecting takes beside the target. */
export interface ConnectOptions {
  credentials: Credentials;
  trust: HostKeyTrust;
  person: Person;
}

/** A connection that has been let in. Disposing it closes it, and those it goes through. */
export interface SshConnection extends AsyncDisposable {
  readonly channels: ClientChannels;
  /** `SHA256:…` of the host key. */
  readonly hostKey: string;
  /** `SSH-2.0-…`, undefined where it is not to be had. */
  readonly server: string | undefined;
}

/**
 * Connects to a target by way of its jumps, each authenticated on its own. Host keys are read and checked
 * anew each time.
 *
 * @throws TapeheadError UPSTREAM_UNREACHABLE, UPSTREAM_AUTH, HOST_KEY_UNKNOWN, HOST_KEY_CHANGED, USAGE
 */
export async function connectSsh(
  target: SshTarget,
  options: ConnectOptions,
  signal: AbortSignal,
): Promise<SshConnection> {
  const opened: Hop[] = [];
  const close = async (): Promise<void> => {
    // Last in, first out: an outer connection says goodbye through the inner ones.
    for (const hop of opened.splice(0).toReversed()) await closeHop(hop);
  };
  const enter = async (
    to: SshTarget,
  ): Promise<{ channels: ClientChannels; hostKey: string; client: Client }> => {
    const via = opened.at(-1);
    const hostKeys = await readHostKeys(to, options.trust, options.person);
    const auth = await authentication(
      to,
      credentialsFor(to, target, options.credentials),
      options.person,
      ssh2Keys,
    );
    const socket =
      via === undefined ? await reachTcp(to, signal) : await reachThrough(via.client, via.target, to, signal);
    const client = new ssh2.Client();
    const hop: Hop = { client, target: to, socket, closed: false };
    client.on('close', () => (hop.closed = true));
    opened.push(hop);
    return { client, ...(await letIn(hop, { hostKeys, auth, signal })) };
  };
  try {
    for (const jump of target.jumps) await enter(jump);
    const { client, channels, hostKey } = await enter(target);
    return { channels, hostKey, server: serverIdent(client), [Symbol.asyncDispose]: close };
  } catch (error) {
    await close();
    throw error;
  }
}

interface Hop {
  client: Client;
  target: SshTarget;
  socket: Duplex;
  closed: boolean;
}

const KEEPALIVE = { interval: 15_000, count: 3 };
/** How long a connection may take to say goodbye, ms. */
const CLOSE_TIMEOUT = 1_000;

const ssh2Keys = {
  parseKey: (data: Buffer, passphrase?: string) => ssh2.utils.parseKey(data, passphrase),
  createAgent: (socket: string) => ssh2.createAgent(socket),
};

/** What was named for the target is nothing that its jump hosts should see; they go by their own config. */
const credentialsFor = (to: SshTarget, target: SshTarget, credentials: Credentials): Credentials =>
  to === target
    ? credentials
    : { ...credentials, identities: [], password: undefined, passwordRemedy: undefined };

/** Key exchange, host key and authentication. */
function letIn(
  { client, socket, target }: Hop,
  { hostKeys, auth, signal }: { hostKeys: HostKeys; auth: Authentication; signal: AbortSignal },
): Promise<{ channels: ClientChannels; hostKey: string }> {
  const timeout = target.connectTimeout ?? CONNECT_TIMEOUT;
  return new Promise((resolve, reject) => {
    let hostKey = '';
    let authenticating = false;
    let trouble: TapeheadError | undefined;
    let timer: NodeJS.Timeout | undefined;
    let settled = false;
    const settle = (finish: () => void): void => {
      settled = true;
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      finish();
    };
    const onAbort = (): void => settle(() => reject(givenUp(target)));
    const expect = (what: string): void => {
      clearTimeout(timer);
      if (!settled) timer = setTimeout(() => settle(() => reject(silent(target, what, timeout))), timeout);
    };
    const fail = (error: Error): void =>
      settle(() => reject(trouble ?? (authenticating ? auth.failure() : handshakeTrouble(target, error))));
    const authenticate = async (left: readonly string[] | null, next: NextMethod): Promise<void> => {
      authenticating = true;
      clearTimeout(timer); // a person may be asked
      try {
        const method = await auth.next(left);
        if (method === false || method.type !== 'keyboard-interactive' || !auth.asks) expect('answer');
        next(method);
      } catch (error) {
        const cause = error instanceof TapeheadError ? error : auth.failure();
        settle(() => reject(cause));
      }
    };

    signal.addEventListener('abort', onAbort);
    expect('speak SSH');
    client.on('error', (error: Error & { level?: string }) => {
      // An agent's troubles do not end the connection; the authentication's log has them.
      if (error.level !== 'agent') fail(error);
    });
    client.on('close', () => fail(new Error('it closed the connection')));
    client.connect({
      sock: socket,
      username: target.user,
      readyTimeout: 0, // it would run while a person types
      keepaliveInterval: target.keepalive?.interval ?? KEEPALIVE.interval,
      keepaliveCountMax: target.keepalive?.count ?? KEEPALIVE.count,
      algorithms: {
        compress: COMPRESS,
        serverHostKey: hostKeyAlgorithms(hostKeys.knownTypes) as ServerHostKeyAlgorithm[],
      },
      hostVerifier: (key: Buffer) => {
        const verdict = hostKeys.verify(key);
        hostKey = verdict.fingerprint;
        trouble ??= verdict.trouble;
        return verdict.trouble === undefined;
      },
      authHandler: (left, _partial, next) => void authenticate(left, next as NextMethod),
    });
    const channels = clientChannels(client);
    client.on('ready', () => settle(() => resolve({ channels, hostKey })));
    if (signal.aborted) onAbort();
  });
}

/** ssh2 takes false for "no more", which its types do not know. */
type NextMethod = (method: AnyAuthMethod | false) => void;

async function closeHop({ client, socket, closed }: Hop): Promise<void> {
  if (closed) return;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, CLOSE_TIMEOUT);
    client.once('close', () => {
      clearTimeout(timer);
      resolve();
    });
    client.end();
  });
  socket.destroy();
}
