import type { AuthContext, Connection } from 'ssh2';
import { type ChannelOpen, serverChannels } from '../../ssh/connection.ts';
import { OPEN_FAILURE } from '../../ssh/message.ts';
import type { Gate } from './auth.ts';
import { serveShim, SHIM_SOCKET } from './forwarded-shim.ts';
import { quoted } from './log.ts';
import { readLogin, type Login } from './login.ts';
import { oncePerLogin, type Refusal } from './refusal.ts';
import { Session, type SessionContext } from './session.ts';
import type { Guest } from './sockets.ts';

/**
 * Serves one client: its login, then its sessions, and the shims whose socket it forwards. To be called in ssh2's
 * 'connection' event.
 */
export function serveConnection(
  connection: Connection,
  guest: Guest,
  gate: Gate,
  context: Omit<SessionContext, 'login' | 'drop'> & {
    origin: string;
    shimEnv: readonly string[];
    refusal: Refusal;
  },
): void {
  const { limits, log, origin, refusal } = context;
  let login: Login = { user: '', origin };
  const admit = admission(guest, context);
  const admitSession = admit('sessions', limits.sessions);
  const admitShim = admit('shims', limits.shims);
  const loginRefused = oncePerLogin(refusal);
  const channelRefused = (open: ChannelOpen): boolean => {
    const by = refusal(login, 'channel');
    if (by === undefined) return false;
    log(`a channel for ${quoted(login.user)} is refused by hook ${quoted(by)}`);
    open.refuse(OPEN_FAILURE.ADMINISTRATIVELY_PROHIBITED, 'refused by a hook');
    return true;
  };
  let isToldOfPath = false;

  // One line, as each further chunk of a broken client's is another error.
  connection.once('error', (error) =>
    log(`a client's connection broke: ${quoted(error.message)}${hint(error)}`),
  );
  connection.on('authentication', (attempt: AuthContext) => {
    login = readLogin(attempt.username, origin);
    const isQuestion = attempt.method === 'none' && gate.methods.length > 0;
    const by = isQuestion ? undefined : loginRefused(login);
    const onRejected = (): void => {
      const whom = by === undefined ? '' : ` by hook ${quoted(by)}`;
      log(`a login as ${quoted(attempt.username)} by ${attempt.method} is refused${whom}`);
      guest.rejected();
    };
    if (by === undefined) return gate.judge(attempt, onRejected);
    attempt.reject([...gate.methods]);
    onRejected();
  });
  connection.on('ready', () => guest.loggedIn());
  // All forwardings of ports and sockets back to the client. With a listener here ssh2 heeds no-more-sessions@openssh.com.
  connection.on('request', (_accept, reject) => reject?.());

  serverChannels(connection, {
    session(open) {
      if (channelRefused(open)) return;
      const drop = (): void => guest.drop();
      admitSession(open, () => new Session(open, { ...context, login, drop }).closed);
    },
    streamlocal(open, path) {
      if (path !== SHIM_SOCKET) {
        if (!isToldOfPath)
          log(`a client forwards ${quoted(path)}: refused, as only ${SHIM_SOCKET} is served`);
        isToldOfPath = true;
        return open.refuse(OPEN_FAILURE.ADMINISTRATIVELY_PROHIBITED, `only ${SHIM_SOCKET} is served`);
      }
      if (channelRefused(open)) return;
      admitShim(open, () => serveShim(open, { ...context, env: context.shimEnv, login }));
    },
  });
}

/** ssh2 says the same of a packet that is too long and of one that is none. */
const hint = ({ message }: Error): string =>
  message.startsWith('Bad packet length') ? ' (more than 256 KiB, such as a command longer than that?)' : '';

/** Lets in channels of one kind, so many at once; `serve` resolves when the channel is closed. */
function admission(
  guest: Guest,
  { admits, log }: Pick<SessionContext, 'admits' | 'log'>,
): (kind: string, most: number) => (open: ChannelOpen, serve: () => Promise<void>) => void {
  return (kind, most) => {
    let count = 0;
    let isTold = false;
    return (open, serve) => {
      if (!admits()) {
        return open.refuse(OPEN_FAILURE.ADMINISTRATIVELY_PROHIBITED, 'tapehead is about to stop');
      }
      if (count >= most) {
        if (!isTold) log(`a client asks for more than ${most} ${kind} at once: refused`);
        isTold = true;
        return open.refuse(OPEN_FAILURE.RESOURCE_SHORTAGE, `${most} ${kind} are open`);
      }
      count++;
      guest.channelOpened();
      const leave = (): void => {
        count--;
        guest.channelClosed();
      };
      void serve().finally(leave);
    };
  };
}
