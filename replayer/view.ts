import type { LineUp } from './line-up.ts';
import type { ReplayRules } from './options.ts';
import { Queues } from './queues.ts';
import { Recordings } from './recordings.ts';

/** The cassettes as some rules of matching see them: what is found by these is not what others find. */
export class View {
  readonly rules: ReplayRules;
  readonly #lineUp: LineUp;
  readonly #recordings: Recordings;
  readonly #queues: Queues;
  #changes: number;

  constructor(lineUp: LineUp, rules: ReplayRules) {
    this.rules = rules;
    this.#lineUp = lineUp;
    this.#recordings = new Recordings(lineUp, rules);
    this.#queues = new Queues(this.#recordings, rules);
    this.#changes = lineUp.changes;
  }

  get recordings(): Recordings {
    this.#look();
    return this.#recordings;
  }

  get queues(): Queues {
    this.#look();
    return this.#queues;
  }

  /** What was looked up before the line-up changed is looked up anew. */
  #look(): void {
    if (this.#changes === this.#lineUp.changes) return;
    this.#changes = this.#lineUp.changes;
    this.#recordings.changed();
    this.#queues.changed();
  }
}
