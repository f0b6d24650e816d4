import { setTimeout as sleep } from 'node:timers/promises';
import type { Note } from '../../cassette/recording.ts';
import type { Channel } from '../../ssh/channel.ts';
import { encodeSignal } from '../../ssh/session.ts';
import type { RemotePid } from './remote-pid.ts';

/** How a remote process may be ended beside a signal. */
export interface Killing {
  /** Set where the command has been made to tell its pid. */
  pid: RemotePid | undefined;
  /** Ends a remote process by its pid; resolves to whether it is gone. */
  kill: (pid: number) => Promise<boolean>;
}

/** What the host has said of the end of a process, and will. */
export interface Progress {
  hasEnded(): boolean;
  /** It has ended, and all of its output is there. */
  isOver(): boolean;
  readonly exit: Promise<unknown>;
  /** That of the channel. */
  readonly end: Promise<unknown>;
}

/**
 * Ends what runs on a channel, by pid where that is known, else by `signal`, and closes the channel. A server that
 * takes no signal may let the process live on: the notes say so.
 */
export async function cancel(
  channel: Channel,
  signal: string,
  { pid, kill }: Killing,
  progress: Progress,
): Promise<Note[]> {
  if (progress.isOver()) {
    // There was nothing left to cancel.
    channel.close();
    return [];
  }
  let ended = progress.hasEnded();
  if (!ended && pid?.pid !== undefined) ended = await kill(pid.pid);
  else if (!ended && (await takesSignal(channel, signal, progress))) await within(progress.exit, progress);
  // What it had to say of the end may be on its way.
  if (ended) await within(progress.end, progress);
  channel.close();
  return ended || progress.hasEnded() ? ['cancelled'] : ['cancelled', 'may-live-on'];
}

/** Whether the server took it: OpenSSH refuses it for root. A reply is asked for, against RFC 4254 §6.9. */
const takesSignal = async (channel: Channel, name: string, progress: Progress): Promise<boolean> =>
  (await within(channel.request('signal', encodeSignal(name)), progress)) === 'success';

async function within<T>(promise: Promise<T>, { end }: Progress): Promise<T | undefined> {
  const timeout = new AbortController();
  const late = sleep(GRACE, undefined, { signal: timeout.signal }).catch(() => undefined);
  const result = await Promise.race([promise, end.then(() => undefined), late]);
  timeout.abort();
  return result;
}

/** How long a process and a server may take to end what was cancelled, ms. */
export const GRACE = 2_000;
