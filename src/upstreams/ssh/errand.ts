import type { ChannelMessage } from '../../ssh/channel.ts';
import { decodeExitStatus } from '../../ssh/session.ts';
import type { Sessions } from './sessions.ts';
import { NeverStarted } from './ticket.ts';

/** How long an errand may wait for a session, which may take another connection, and then run, ms. */
const WAIT = 5_000;
const RUN = 10_000;

/**
 * Runs a command of our own, urgently and with no client. Undefined when it did not run, or not to its
 * end. `payload` is that of an `exec` request.
 */
export async function exitCodeOf(sessions: Sessions, payload: Buffer): Promise<number | undefined> {
  let code: number | undefined;
  let end: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => (end = resolve));
  const onMessage = (message: ChannelMessage): void => {
    if (message.type === 'request' && message.name === 'exit-status')
      code ??= decodeExitStatus(message.payload);
    if (message.type === 'request') message.reply(false);
    if (message.type === 'close' || message.type === 'lost') end();
  };
  const waiting = new AbortController();
  const tooLong = setTimeout(() => waiting.abort(), WAIT);
  try {
    const applicant = { onMessage, isBlocked: () => false, signal: waiting.signal, urgent: true };
    const channel = await sessions.open(applicant).finally(() => clearTimeout(tooLong));
    const late = setTimeout(() => {
      channel.close();
      end();
    }, RUN);
    if ((await channel.request('exec', payload)) !== 'success') channel.close();
    channel.eof();
    await ended;
    clearTimeout(late);
    return code;
  } catch (error) {
    if (error instanceof NeverStarted) return undefined;
    throw error;
  }
}
