import { createHook, type AsyncHook } from 'node:async_hooks';
import { getEventListeners, type EventEmitter } from 'node:events';
import { readdirSync, readlinkSync } from 'node:fs';
import { setImmediate as turn } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/**
 * An account of what is made from here on and not let go of: sockets, servers, pipes, child processes, timers
 * (also those that keep no process running), descriptors, and listeners on objects that live longer.
 */
export class LeftOver implements Disposable {
  readonly #made = new Map<number, Made>();
  readonly #descriptors = descriptors();
  readonly #watched = new Map<string, { of: EventEmitter | EventTarget; before: Map<string, number> }>();
  readonly #hook: AsyncHook;

  constructor() {
    const init = (id: number, type: string): void => {
      const kind = KINDS[type];
      if (kind !== undefined) this.#made.set(id, { kind, at: stackBelow(init) });
    };
    this.#hook = createHook({
      init,
      destroy: (id) => void this.#made.delete(id),
    }).enable();
    this.watch('process', process);
    this.watch('stdin', process.stdin);
    this.watch('stdout', process.stdout);
    this.watch('stderr', process.stderr);
  }

  /** Counts the listeners of this one, too. */
  watch(name: string, of: EventEmitter | EventTarget): void {
    this.#watched.set(name, { of, before: listeners(of) });
  }

  /** What there is, by name, a line each. What was closed just now has had the turns of the event loop that it takes. */
  async lines(): Promise<string[]> {
    for (let i = 0; i < TURNS; i++) await turn();
    return [...this.#handles(), ...this.#openDescriptors(), ...this.#listeners()].toSorted();
  }

  [Symbol.dispose](): void {
    this.#hook.disable();
    this.#made.clear();
  }

  #handles(): string[] {
    return [...this.#made.values()].flatMap(({ kind, at }) => {
      const frames = at.stack?.split('\n').slice(1) ?? [];
      const place = frames.find((frame) => OURS.some((folder) => frame.includes(folder)));
      // The runner of the tests has timers too.
      if (kind === 'timer' && place === undefined) return [];
      return [`${kind} ${place?.trim() ?? 'made by the event loop'}`];
    });
  }

  #openDescriptors(): string[] {
    return [...descriptors()]
      .filter(([fd, to]) => this.#descriptors.get(fd) !== to)
      .map(([fd, to]) => `descriptor ${fd} of ${to}`);
  }

  #listeners(): string[] {
    return [...this.#watched].flatMap(([name, { of, before }]) =>
      [...listeners(of)]
        .map(([event, count]) => ({ event, more: count - (before.get(event) ?? 0) }))
        .filter(({ more }) => more > 0)
        .map(({ event, more }) => `${more} more listening for ${event} on ${name}`),
    );
  }
}

interface Made {
  kind: string;
  /** Its stack is made into text only where it is asked for. */
  at: { stack?: string };
}

/** By their names in node:async_hooks. */
const KINDS: Record<string, string> = {
  TCPSERVERWRAP: 'server',
  TCPWRAP: 'socket',
  PIPESERVERWRAP: 'server on a path',
  PIPEWRAP: 'pipe',
  TTYWRAP: 'terminal',
  PROCESSWRAP: 'child process',
  FSEVENTWRAP: 'watcher',
  STATWATCHER: 'watcher',
  SIGNALWRAP: 'signal watcher',
  Timeout: 'timer',
};

/** Closing a handle takes one, telling of it another, and what waited for that goes on in the next. */
const TURNS = 10;

const root = fileURLToPath(new URL('../../', import.meta.url));
const OURS = [
  ...['src/', 'recorder/', 'replayer/', 'test/'].map((folder) => root + folder),
  '/node_modules/ssh2/',
];

function stackBelow(callee: (id: number, type: string) => void): { stack?: string } {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 30;
  const at = {};
  Error.captureStackTrace(at, callee);
  Error.stackTraceLimit = stackTraceLimit;
  return at;
}

/** Open ones, and what they point to. */
function descriptors(): Map<string, string> {
  const found = new Map<string, string>();
  for (const fd of readdirSync(FOLDER)) {
    try {
      found.set(fd, readlinkSync(`${FOLDER}/${fd}`));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error; // that of the listing itself
    }
  }
  return found;
}

const FOLDER = '/proc/self/fd';

function listeners(of: EventEmitter | EventTarget): Map<string, number> {
  if ('eventNames' in of)
    return new Map(of.eventNames().map((event) => [String(event), of.listenerCount(event)]));
  return new Map([['abort', getEventListeners(of, 'abort').length]]);
}
