import type { ChildProcess } from 'node:child_process';
import { Socket, type OnReadOpts, type SocketConstructorOpts } from 'node:net';
import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises';
import type { Note } from '../../cassette/recording.ts';
import type { OutputEvent, TtySize } from '../../event.ts';
import { exited, type Outcome } from '../../outcome.ts';
import type { Stdio } from '../../stdio.ts';
import { Outbox } from '../outbox.ts';
import { endGroup, signalGroup } from './process-group.ts';
import type { Executed } from '../upstream.ts';

/** A process that has been started here. */
export interface LocalProcess {
  /** As Node's `exit` event has it, whether or not it has happened yet. */
  exit: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  /** Whom signals go to. */
  group: number;
  /** Other groups that end with it. */
  helpers: readonly number[];
  /** Descriptors of our ends, which belong to {@link runLocal} from here on. */
  stdin: number;
  outputs: readonly OutputEnd[];
  tty: { resize(size: TtySize): void } | undefined;
}

/** Our end of a pipe: what it carries, and the streams that are over with it (a tty has one for both). */
export interface OutputEnd {
  stream: 'stdout' | 'stderr';
  ends: readonly ('stdout' | 'stderr')[];
  fd: number;
}

/** Carries everything between a process and its client until all of it is over, or it is stopped. */
export async function runLocal(process: LocalProcess, stdio: Stdio, stop: AbortSignal): Promise<Executed> {
  const outbox = new Outbox(stdio);
  const endings = new Endings(outbox);
  const outputs = process.outputs.map((end) => new OutputPipe(end, outbox, endings));
  const stdin = new Socket({ fd: process.stdin, readable: false, writable: true });
  let exitSeen = false;
  let over = false;
  void feed(stdio, stdin, { half: process.tty === undefined, isOver: () => over });
  void control(stdio, process, () => over);

  const ended = process.exit.then(async (status) => {
    const outcome = toOutcome(status);
    exitSeen = true;
    if (!over) await endings.put({ type: 'outcome', outcome });
    return outcome;
  });
  const finished = Promise.all([ended, ...outputs.map((output) => output.ended)]).then(
    ([outcome]) => outcome,
  );

  let onStop = (): void => undefined;
  const stopped = new Promise<undefined>((resolve) => (onStop = () => resolve(undefined)));
  stop.addEventListener('abort', onStop);
  if (stop.aborted) onStop();
  // What writes there meets the same as the client: a pipe that nobody reads.
  const onUnread = (): void => outputs.find(({ stream }) => stream === 'stdout')?.close();
  stdio.unread?.addEventListener('abort', onUnread);
  await Promise.race([finished, stopped]);
  stop.removeEventListener('abort', onStop);
  stdio.unread?.removeEventListener('abort', onUnread);
  // Where all has ended, and the client only has not heard of it yet, there is nothing to cancel.
  const isEnded = exitSeen && outputs.every((output) => output.isOver);
  const executed = isEnded
    ? { outcome: await finished, notes: outbox.notes() }
    : await cancel(process, stdio.unread?.aborted === true, { ended, outputs, outbox });
  over = true;
  stdin.destroy();
  for (const output of outputs) output.destroy();
  return executed;
}

/** TERM, KILL, and what could not be ended so. A client that nobody read died of SIGPIPE, and so does it. */
async function cancel(
  process: LocalProcess,
  isUnread: boolean,
  { ended, outputs, outbox }: { ended: Promise<Outcome>; outputs: readonly OutputPipe[]; outbox: Outbox },
): Promise<Executed> {
  const signals = [...(isUnread ? ['PIPE'] : []), 'TERM', 'KILL'];
  const all = [process.group, ...process.helpers];
  const groups = await Promise.all(all.map((group) => endGroup(group, signals)));
  const gone = groups.every(Boolean);
  const outcome: Outcome = gone ? await ended : { kind: 'unknown' };
  if (!gone) await outbox.put({ type: 'outcome', outcome }); // the exit, if it ever comes, is too late
  // Whoever still holds a pipe has left the group, and lives.
  const held = outputs.some((output) => !output.isOver);
  const notes: Note[] = gone && !held ? ['cancelled'] : ['cancelled', 'may-live-on'];
  return { outcome, notes: [...notes, ...outbox.notes()] };
}

/** How many times the pipes are looked at: enough for what one can hold. */
const LOOKS = 8;
/** What lies further apart than this did not end together, ms. */
const APART = 2;
const CHUNK = 64 * 1024;

/**
 * The exit and the EOFs. The kernel may tell of an exit before it tells of the last bytes, and of the ends
 * of two pipes in any order. So these wait for a turn of the event loop in which nothing arrives, and what
 * came together goes out in one order: EOF of stdout, of stderr, the outcome. A background child that goes
 * on writing does not hold them up.
 */
class Endings {
  readonly #outbox: Outbox;
  readonly #over = new Set<string>();
  #pending: Ending[] = [];
  #telling: Promise<void> | undefined;
  #arrivals = 0;

  constructor(outbox: Outbox) {
    this.#outbox = outbox;
  }

  /** Something has been read. */
  arrived(): void {
    this.#arrivals++;
  }

  /** Resolves when the client has it. */
  put(...endings: Ending[]): Promise<void> {
    this.#pending.push(...endings);
    for (const ending of endings) if (ending.type === 'eof') this.#over.add(ending.stream);
    return (this.#telling ??= this.#tell());
  }

  async #tell(): Promise<void> {
    await this.#quiet();
    if (this.#over.has('stderr') && !this.#over.has('stdout')) {
      // A process that ends closes one after the other, and stderr may be the first.
      await sleep(APART);
      await this.#quiet();
    }
    this.#telling = undefined;
    const endings = this.#pending.splice(0).toSorted((a, b) => rank(a) - rank(b));
    await Promise.all(endings.map((ending) => this.#outbox.put(ending)));
  }

  async #quiet(): Promise<void> {
    for (let look = 0; look < LOOKS; look++) {
      await this.#outbox.drained(); // so that no pipe is held up by the client
      const before = this.#arrivals;
      // The first turn ends the one we are in, the second is a whole one.
      await turn();
      await turn();
      if (this.#arrivals === before) return;
    }
  }
}

type Ending = Extract<OutputEvent, { type: 'eof' | 'outcome' }>;

const rank = (ending: Ending): number => (ending.type === 'outcome' ? 2 : ending.stream === 'stderr' ? 1 : 0);

/** One chunk at a time: nothing is read until the client has taken what was. */
class OutputPipe {
  /** Resolves when the client has the EOF. */
  readonly ended: Promise<void>;
  isOver = false;
  readonly stream: OutputEnd['stream'];
  readonly #socket: Socket;
  #end: () => void = () => undefined;

  constructor({ stream, ends, fd }: OutputEnd, outbox: Outbox, endings: Endings) {
    const options: SocketConstructorOpts & { onread: OnReadOpts } = {
      fd,
      readable: true,
      writable: false,
      onread: {
        buffer: Buffer.allocUnsafe(CHUNK),
        callback: (length, buffer) => {
          endings.arrived();
          const bytes = buffer.subarray(0, length);
          void outbox.put({ type: stream, bytes }).then(() => socket.resume());
          return false; // nothing more until then
        },
      },
    };
    const socket = new Socket(options);
    this.#socket = socket;
    this.stream = stream;
    this.ended = new Promise((resolve, reject) => {
      socket.once('error', reject);
      this.#end = () => {
        if (this.isOver) return;
        this.isOver = true;
        endings.arrived();
        resolve(endings.put(...ends.map((ended) => ({ type: 'eof' as const, stream: ended }))));
      };
      socket.once('end', this.#end);
    });
  }

  /** Reads no more, as if all had come. */
  close(): void {
    this.#socket.destroy();
    this.#end();
  }

  destroy(): void {
    this.#socket.destroy();
  }
}

/** Stdin, as fast as the process takes it. A process that reads no more (EPIPE) ends it, and is no error. */
async function feed(
  stdio: Stdio,
  pipe: Socket,
  { half, isOver }: { half: boolean; isOver: () => boolean },
): Promise<void> {
  pipe.on('error', () => undefined);
  for await (const event of stdio.stdin) {
    if (isOver()) return;
    if (event.type === 'eof') {
      // On a terminal the end of what is typed is no ^D, and ends nothing.
      if (half) pipe.end();
    } else if (!(await written(pipe, event.bytes))) {
      return;
    }
  }
}

function written(pipe: Socket, bytes: Uint8Array): Promise<boolean> {
  return new Promise((resolve) => {
    if (pipe.destroyed) resolve(false);
    else pipe.write(bytes, (error) => resolve(!error));
  });
}

async function control(stdio: Stdio, { group, tty }: LocalProcess, isOver: () => boolean): Promise<void> {
  for await (const event of stdio.controls) {
    if (isOver()) return;
    if (event.type === 'signal') signalGroup(group, event.name);
    else tty?.resize(event);
  }
}

function toOutcome({ code, signal }: { code: number | null; signal: NodeJS.Signals | null }): Outcome {
  if (signal === null) return exited(code ?? 0);
  return { kind: 'signalled', name: signal.replace(/^SIG/, ''), core: false }; // Node does not tell of the core
}

/** The exit of a child, listened for at once. */
export function exitOf(child: ChildProcess): LocalProcess['exit'] {
  return new Promise((resolve) => child.once('exit', (code, signal) => resolve({ code, signal })));
}
