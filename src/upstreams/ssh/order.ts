import type { Invocation, Tty } from '../../invocation.ts';
import type { Channel } from '../../ssh/channel.ts';
import { encodeEnv, encodePty } from '../../ssh/session.ts';
import type { Killing } from './cancel.ts';
import type { StartRequest } from './command.ts';

/** What is to be executed on a session. */
export interface Order extends Killing {
  start: StartRequest;
  tty: Tty | undefined;
  /** Sent as `env` requests: for a session, which has no command to put them in front of. */
  env: Invocation['env'];
  /**
   * The client is a process in the place of the remote one: it ends by a signal that the server does not pass on,
   * as OpenSSH's client would.
   */
  isProcess: boolean;
}

/** Asks for terminal and variables. Gives the reason why it cannot go on. */
export async function prepare(channel: Channel, { tty, env }: Order): Promise<string | undefined> {
  if (tty) {
    const reply = await channel.request('pty-req', encodePty(tty));
    if (reply === 'failure') return 'the server gives no terminal';
  }
  for (const [name, value] of env) channel.notify('env', encodeEnv(name, value));
  return undefined;
}
