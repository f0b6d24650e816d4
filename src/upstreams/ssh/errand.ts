import type { Channel, ChannelMessage } from '../../ssh/channel.ts';
import { decodeExitStatus } from '../../ssh/session.ts';
import type { Sessions } from './sessions.ts';
import { NeverStarted } from './ticket.ts';

/** A command of our own, with no client. */
export interface Errand {
  /** That of an `exec` request. */
  payload: Buffer;
  /** Goes before all clients, and may have a connection for itself. */
  urgent: boolean;
  /** How long it may wait for a session, which may take another connection, ms. */
  wait: number;
  /** How long it may run then, ms. */
  run: number;
  /** Gives it up. */
  stop?: AbortSignal;
}

/** How long an urgent one may wait, and then run, ms. */
const WAIT = 5_000;
const RUN = 10_000;

/** Runs a command urgently. Undefined when it did not run, or not to its end. */
export async function exitCodeOf(sessions: Sessions, payload: Buffer): Promise<number | undefined> {
  return (await runErrand(sessions, { payload, urgent: true, wait: WAIT, run: RUN }))?.code;
}

/** Of stdout this much is kept, bytes. */
const MOST = 64 * 1024;

/** Undefined when it did not run; the code is, where it did not run to its end. */
export async function runErrand(
  sessions: Sessions,
  { payload, urgent, wait, run, stop }: Errand,
): Promise<{ code: number | undefined; stdout: Buffer } | undefined> {
  let code: number | undefined;
  let channel: Channel | undefined;
  const output: Buffer[] = [];
  let length = 0;
  let end: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => (end = resolve));
  const onMessage = (message: ChannelMessage): void => {
    if (message.type === 'data') {
      if (message.extended === 0 && length < MOST) output.push(Buffer.from(message.bytes));
      length += message.bytes.length;
      channel?.consumed(message.bytes.length);
    }
    if (message.type === 'request' && message.name === 'exit-status')
      code ??= decodeExitStatus(message.payload);
    if (message.type === 'request') message.reply(false);
    if (message.type === 'close' || message.type === 'lost') end();
  };
  const giveUp = new AbortController();
  const onStop = (): void => giveUp.abort();
  giveUp.signal.addEventListener('abort', () => {
    channel?.close();
    end();
  });
  if (stop?.aborted) giveUp.abort();
  stop?.addEventListener('abort', onStop);
  let late = setTimeout(onStop, wait);
  try {
    const applicant = { onMessage, isBlocked: () => false, signal: giveUp.signal, urgent };
    channel = await sessions.open(applicant).finally(() => clearTimeout(late));
    late = setTimeout(onStop, run);
    if ((await channel.request('exec', payload)) !== 'success') channel.close();
    channel.eof();
    await ended;
    return { code, stdout: Buffer.concat(output).subarray(0, MOST) };
  } catch (error) {
    if (error instanceof NeverStarted) return undefined;
    throw error;
  } finally {
    clearTimeout(late);
    stop?.removeEventListener('abort', onStop);
  }
}
