import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import ssh2, { type Connection, type KeyboardAuthContext } from 'ssh2';

/** A host that lets in whoever answers its prompts, and says what it is asked for. */
export interface AskingHost extends AsyncDisposable {
  readonly url: string;
  /** `SHA256:…` of its key. */
  readonly fingerprint: string;
}

/** Prompts that come together, and what they want. */
export type Round = Readonly<Record<string, string>>;

/** Starts one that asks round after round, each when the last one was answered rightly, as PAM modules do. */
export async function startAskingHost(rounds: readonly Round[]): Promise<AskingHost> {
  const key = ssh2.utils.generateKeyPairSync('ecdsa', { bits: 256 });
  const connections = new Set<Connection>();
  const server = new ssh2.Server({ hostKeys: [key.private] }, (connection) => {
    connections.add(connection);
    connection.on('close', () => connections.delete(connection));
    connection.on('error', () => undefined); // a client that is not let in hangs up
    connection.on('authentication', (attempt) => {
      if (attempt.method === 'keyboard-interactive') askInTurn(attempt, rounds);
      else attempt.reject(['keyboard-interactive']);
    });
    connection.on('session', (accept) => serveSession(accept()));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const parsed = ssh2.utils.parseKey(key.public);
  if (parsed instanceof Error) throw parsed;
  const digest = createHash('sha256').update(parsed.getPublicSSH()).digest('base64');
  return {
    url: `ssh://root@127.0.0.1:${port}`,
    fingerprint: `SHA256:${digest.replaceAll('=', '')}`,
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close');
      server.close();
      for (const connection of connections) connection.end();
      await closed;
    },
  };
}

function askInTurn(attempt: KeyboardAuthContext, [round, ...rest]: readonly Round[]): void {
  if (round === undefined) return attempt.accept();
  const prompts = Object.keys(round).map((prompt) => ({ prompt, echo: false }));
  attempt.prompt(prompts, (given) => {
    const wanted = Object.values(round);
    if (given.length === wanted.length && wanted.every((answer, i) => answer === given[i])) {
      askInTurn(attempt, rest);
    } else {
      attempt.reject(['keyboard-interactive']);
    }
  });
}

function serveSession(session: ssh2.Session): void {
  session.on('exec', (accept, _reject, { command }) => {
    const channel = accept();
    channel.write(`asked for: ${command}\n`);
    channel.exit(0);
    channel.end();
  });
}
