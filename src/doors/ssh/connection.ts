import type { AuthContext, Connection } from 'ssh2';
import { serverChannels, type SessionOpen } from '../../ssh/connection.ts';
import { OPEN_FAILURE } from '../../ssh/message.ts';
import type { Gate } from './auth.ts';
import { quoted } from './log.ts';
import { readLogin, type Login } from './login.ts';
import { Session, type SessionContext } from './session.ts';
import type { Guest } from './sockets.ts';

/** Serves one client: its login, then its sessions. To be called in ssh2's 'connection' event. */
export function serveConnection(
  connection: Connection,
  guest: Guest,
  gate: Gate,
  context: Omit<SessionContext, 'login'> & { origin: string },
): void {
  const { limits, log, origin } = context;
  let login: Login = { user: '', origin };
  let sessionsTold = false;

  // One line, as each further chunk of a broken client's is another error.
  connection.once('error', (error) =>
    log(`a client's connection broke: ${quoted(error.message)}${hint(error)}`),
  );
  connection.on('authentication', (attempt: AuthContext) => {
    login = readLogin(attempt.username, origin);
    gate.judge(attempt, () => {
      log(`a login as ${quoted(attempt.username)} by ${attempt.method} is refused`);
      guest.rejected();
    });
  });
  connection.on('ready', () => guest.loggedIn());
  // All forwardings. With a listener here ssh2 heeds no-more-sessions@openssh.com.
  connection.on('request', (_accept, reject) => reject?.());

  serverChannels(connection, (open: SessionOpen) => {
    if (!context.admits()) {
      return open.refuse(OPEN_FAILURE.ADMINISTRATIVELY_PROHIBITED, 'tapehead is about to stop');
    }
    if (guest.sessions >= limits.sessions) {
      if (!sessionsTold) log(`a client asks for more than ${limits.sessions} sessions at once: refused`);
      sessionsTold = true;
      return open.refuse(OPEN_FAILURE.RESOURCE_SHORTAGE, `${limits.sessions} sessions are open`);
    }
    const session = new Session(open, { ...context, login });
    guest.sessionOpened();
    void session.closed.then(() => guest.sessionClosed());
  });
}

/** ssh2 says the same of a packet that is too long and of one that is none. */
const hint = ({ message }: Error): string =>
  message.startsWith('Bad packet length') ? ' (more than 256 KiB, such as a command longer than that?)' : '';
