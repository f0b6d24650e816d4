import type { RecordingSession } from '../recorder/session.ts';
import type { Replayer } from '../replayer/replayer.ts';
import type { Deck, Ready } from './deck.ts';
import type { Answer } from './doors/door.ts';
import type { SshDoor } from './doors/ssh/door.ts';
import type { Releases } from './releases.ts';
import type { Report } from './report.ts';
import type { Tally } from './tally.ts';

/** What a deck is made of, besides its doors. */
export interface DeckParts {
  /** Owns all that was opened. */
  releases: Releases;
  session: RecordingSession | undefined;
  replayer: Replayer | undefined;
  tally: Tally;
}

/** A deck whose parts are open: keeps what is under way, and ends it in order. */
export class RunningDeck implements Deck {
  readonly answer: Answer;
  #parts: DeckParts;
  #doors: SshDoor[] = [];
  #underWay = new Set<Promise<void>>();
  #report: Promise<Report> | undefined;

  constructor(parts: DeckParts, answer: Answer) {
    this.#parts = parts;
    this.answer = (invocation, stdio) => {
      const answering = answer(invocation, stdio);
      this.#underWay.add(answering);
      return answering.finally(() => this.#underWay.delete(answering));
    };
  }

  get ready(): Ready {
    return { ssh: this.#doors.map((door) => door.ready) };
  }

  add(door: SshDoor): void {
    this.#doors.push(this.#parts.releases.use(door));
  }

  close({ endedWell = true, cut }: { endedWell?: boolean; cut?: AbortSignal } = {}): Promise<Report> {
    this.#report ??= this.#end(endedWell, cut);
    return this.#report;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // Why closing failed, whoever asked for it has been told.
    if (this.#report) await this.#report.catch(() => undefined);
    else await this.close({ cut: AbortSignal.abort() });
  }

  async #end(endedWell: boolean, cut: AbortSignal | undefined): Promise<Report> {
    const { releases, session, replayer, tally } = this.#parts;
    try {
      await using _ = releases;
      const drained = Promise.all([...this.#doors.map((door) => door.drain()), this.#settled()]);
      const cutShort = await endsFirst(cut, drained);
      if (cutShort) {
        session?.recorder.cut();
        await Promise.all(this.#doors.map((door) => door[Symbol.asyncDispose]()));
        await this.#settled();
      }
      const unfinished = session !== undefined && session.recorder.unfinished > 0;
      const well = endedWell && !unfinished && tally.failures.length === 0;
      const cassette = session?.finish(well) ?? { kind: 'nothing' as const };
      return {
        calls: tally.calls,
        misses: tally.misses,
        troubles: tally.troubles,
        failures: tally.failures,
        played: replayer?.played ?? 0,
        recorded: session?.recorder.recorded ?? 0,
        unplayed: replayer?.unplayed() ?? [],
        cassette,
      };
    } finally {
      this.#doors = [];
    }
  }

  async #settled(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay);
  }
}

/** Whether the signal came before the work was done. */
async function endsFirst(cut: AbortSignal | undefined, work: Promise<unknown>): Promise<boolean> {
  if (!cut) {
    await work;
    return false;
  }
  const over = new AbortController();
  const aborted = new Promise<true>((resolve) => {
    if (cut.aborted) resolve(true);
    else cut.addEventListener('abort', () => resolve(true), { signal: over.signal });
  });
  // What is done already is done, also where the cut came before anybody asked.
  const done = work.then(() => false);
  const first = await Promise.race([done, aborted]);
  over.abort();
  return first;
}
