import { setMaxListeners } from 'node:events';
import type { TapedRun } from '../recorder/taped-run.ts';
import type { Replayer } from '../replayer/replayer.ts';
import type { Hosts } from './cassette/recording.ts';
import type { AnsweredCall, Call, CallLog } from './calls.ts';
import type { CallsAsked } from './calls/asked.ts';
import type { CallMatch } from './calls/call-match.ts';
import type { DeckCalls, WaitOptions } from './calls/deck-calls.ts';
import type { Control, ControlReady } from './control/control.ts';
import type { Answer } from './doors/door.ts';
import type { ShimDoor } from './doors/shim/door.ts';
import type { SshDoor, SshReady } from './doors/ssh/door.ts';
import { refused } from './outcome.ts';
import { OwnClient } from './own-client.ts';
import type { Hooks } from './hooks/hooks.ts';
import type { Register } from './hooks/register.ts';
import type { Releases } from './releases.ts';
import type { Report } from './report.ts';
import type { Tally } from './tally.ts';

/** What clients need in order to reach a deck. Holds secrets: whoever writes it to disk does so with mode 0600. */
export interface Ready {
  ssh: readonly SshReady[];
  /** Sockets for shims; `ask` is the value of TAPEHEAD_ASK in their environment, empty where there is none. */
  shim: readonly { socket: string; ask: string }[];
  /** Absent where no control API was asked for. */
  control?: ControlReady;
}

/** A running tapehead. */
export interface Deck extends AsyncDisposable, CallsAsked {
  readonly ready: Ready;
  /** Answers one invocation, as the doors have it done. */
  readonly answer: Answer;
  /**
   * Registers a hook: code, or data. `match` is a command name, or says more. What nothing was said of in
   * `options` is as in a manifest: `when` is `miss`, so give `before` to go before recordings. Returns its release.
   *
   * @throws TapeheadError BAD_HOOK, BAD_PATTERN, USAGE; DOOR_UNSAFE where a door is open to all
   */
  readonly hook: Register;
  /**
   * Takes no new invocations, waits for those under way until `cut` is aborted, and finalises the cassette
   * if the run ended well: `endedWell` is not false, and nothing was lost, in trouble, or begun on the tape and
   * not finished. Otherwise the journal stays. Called again it gives the same report, and may cut what the first
   * call waits for. Disposal is `close()` with `cut` already aborted.
   *
   * @throws TapeheadError TAPING_FAILED, CASSETTE_UNWRITABLE
   */
  close(options?: { endedWell?: boolean; cut?: AbortSignal }): Promise<Report>;
}

/** What a deck is made of, besides its doors. */
export interface DeckParts {
  /** Owns all that was opened. */
  releases: Releases;
  run: TapedRun | undefined;
  /** Asks the upstreams what they are, for the header; undefined where they are not to be asked. */
  askHosts: ((stop: AbortSignal) => Promise<Hosts>) | undefined;
  replayer: Replayer | undefined;
  tally: Tally;
  calls: DeckCalls;
  hooks: Hooks;
  hook: Register;
}

/** A deck whose parts are open: keeps what is under way, and ends it in order. */
export class RunningDeck implements Deck {
  readonly answer: Answer;
  readonly hook: Register;
  /** The same for clients of a door, which has them leave when it is disposed. */
  readonly answerAtDoor: Answer;
  #parts: DeckParts;
  #doors: (SshDoor | ShimDoor)[] = [];
  #control: Control | undefined;
  #underWay = new Set<Promise<void>>();
  #cut = new AbortController();
  #report: Promise<Report> | undefined;

  constructor(parts: DeckParts, answer: Answer) {
    this.#parts = parts;
    this.hook = parts.hook;
    setMaxListeners(0, this.#cut.signal); // one an execution under way
    this.answerAtDoor = async (invocation, stdio) => {
      if (this.#report) return stdio.send({ type: 'outcome', outcome: refused('the deck is closing') });
      const answering = answer(invocation, stdio);
      this.#underWay.add(answering);
      try {
        await answering;
      } finally {
        this.#underWay.delete(answering);
      }
    };
    this.answer = async (invocation, stdio) => {
      const client = new OwnClient(stdio, this.#cut.signal);
      try {
        await this.answerAtDoor(invocation, client);
      } finally {
        client.release();
      }
    };
  }

  get ready(): Ready {
    return {
      ssh: this.#doors.flatMap((door) => ('ready' in door ? [door.ready] : [])),
      shim: this.#doors.flatMap((door) => ('path' in door ? [{ socket: door.path, ask: door.ask }] : [])),
      ...(this.#control && { control: this.#control.ready }),
    };
  }

  calls(match?: CallMatch): Call[] {
    return this.#parts.calls.list(match);
  }

  takeCalls(match?: CallMatch): AnsweredCall[] {
    return this.#parts.calls.take(match);
  }

  waitForCall(match?: CallMatch, options?: WaitOptions): Promise<AnsweredCall> {
    return this.#parts.calls.wait(match, options);
  }

  describeCalls(match?: CallMatch): string {
    return this.#parts.calls.describe(match);
  }

  onCall(listener: Partial<CallLog>): () => void {
    return this.#parts.tally.follow(listener);
  }

  add(door: SshDoor | ShimDoor): void {
    this.#doors.push(this.#parts.releases.use(door));
  }

  /** Serves until all is answered and the report is made. */
  controlBy(control: Control): void {
    this.#control = this.#parts.releases.use(control);
  }

  close({ endedWell = true, cut }: { endedWell?: boolean; cut?: AbortSignal } = {}): Promise<Report> {
    this.#report ??= this.#end(endedWell);
    if (cut) this.#cutOn(cut, this.#report);
    return this.#report;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const isClosing = this.#report !== undefined;
    const closed = this.close({ cut: AbortSignal.abort() });
    // Why closing failed, whoever asked for it has been told.
    await (isClosing ? closed.catch(() => undefined) : closed);
  }

  #cutOn(signal: AbortSignal, until: Promise<unknown>): void {
    const cut = (): void => {
      this.#parts.run?.recorder.cut();
      this.#cut.abort();
    };
    if (signal.aborted) return cut();
    signal.addEventListener('abort', cut);
    const over = (): void => signal.removeEventListener('abort', cut);
    until.then(over, over);
  }

  async #end(endedWell: boolean): Promise<Report> {
    const { releases, run, askHosts, replayer, tally } = this.#parts;
    try {
      await using _ = releases;
      const drained = Promise.all([...this.#doors.map((door) => door.drain()), this.#settled()]);
      if (await endsFirst(this.#cut.signal, drained)) {
        await Promise.all(this.#doors.map((door) => door[Symbol.asyncDispose]()));
        await this.#settled();
      }
      const unfinished = run !== undefined && run.recorder.unfinished > 0;
      const wentWrong = tally.failures.count + tally.troubles.count > 0;
      const well = endedWell && !unfinished && !wentWrong;
      // Now that nobody waits for a session of theirs any more.
      const hosts = well && run?.recorder.recorded ? await askHosts?.(this.#cut.signal) : undefined;
      const cassette = run?.finish(well, hosts) ?? { kind: 'nothing' as const };
      return {
        calls: tally.calls,
        counts: {
          misses: tally.misses.count,
          troubles: tally.troubles.count,
          failures: tally.failures.count,
        },
        misses: tally.misses.first,
        troubles: tally.troubles.first,
        failures: tally.failures.first,
        played: replayer?.played ?? 0,
        plays: tally.plays,
        recorded: run?.recorder.recorded ?? 0,
        hooked: tally.hooked,
        passedThrough: tally.passedThrough,
        modelled: tally.modelled,
        unplayed: replayer?.unplayed() ?? [],
        cassette,
      };
    } finally {
      this.#doors = [];
      this.#control = undefined;
    }
  }

  async #settled(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.allSettled(this.#underWay);
  }
}

/** Whether the signal came before the work was done. */
async function endsFirst(signal: AbortSignal, work: Promise<unknown>): Promise<boolean> {
  const aborted = new Promise<true>((resolve) => signal.addEventListener('abort', () => resolve(true)));
  return await Promise.race([aborted, work.then(() => false)]);
}
