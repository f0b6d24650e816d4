import { MOST_ORIGINS, tooManyOrigins } from '../origin.ts';
import type { Hook } from './hook.ts';

/** The state that everything is in before a hook sets another. */
export const FIRST_STATE = 'start';

/** How far the hooks of a deck have come in each origin: origins never see one another's. */
export class Progress {
  #origins = new Map<string, OriginProgress>();

  /**
   * Kept from the first match on, as clients name their origins. To be asked for each time: what is kept by then
   * may be another one's.
   */
  of(origin: string): OriginProgress {
    return this.#origins.get(origin) ?? new OriginProgress((first) => this.#keep(origin, first));
  }

  /** Whether nothing can be counted for an origin, as none was so far and there are too many. */
  isFullFor(origin: string): boolean {
    return this.#origins.size >= MOST_ORIGINS && !this.#origins.has(origin);
  }

  states(): { origin: string; of: string; state: string }[] {
    return [...this.#origins].flatMap(([origin, { states }]) =>
      Array.from(states, ([of, state]) => ({ origin, of, state })),
    );
  }

  /** Everything is as at the start, in one origin or in all of them. */
  reset(origin?: string): void {
    if (origin === undefined) this.#origins.clear();
    else this.#origins.delete(origin);
  }

  /** What was counted for a hook that is no more. */
  forget(hook: Hook): void {
    for (const progress of this.#origins.values()) progress.forget(hook);
  }

  /** @throws TapeheadError TOO_MANY_ORIGINS */
  #keep(origin: string, first: OriginProgress): void {
    if (this.isFullFor(origin)) throw tooManyOrigins('have had hooks match what they asked');
    this.#origins.set(origin, first);
  }
}

/** Counts and states of one origin. */
export class OriginProgress {
  #seen = new Map<Hook, number>();
  #turns = new Map<Hook, number>();
  #states = new Map<string, string>();
  readonly #onFirst: (first: OriginProgress) => void;

  /** `onFirst` is told before anything is counted. */
  constructor(onFirst: (first: OriginProgress) => void) {
    this.#onFirst = onFirst;
  }

  get states(): ReadonlyMap<string, string> {
    return this.#states;
  }

  /** Why a hook that matches has no turn now; undefined where it has one. Counts nothing. */
  whyNot(hook: Hook): string | undefined {
    const { nth, times, state } = hook;
    const seen = (this.#seen.get(hook) ?? 0) + 1;
    const is = state && (this.#states.get(state.of) ?? FIRST_STATE);
    if (state?.needs !== undefined && is !== state.needs) {
      return `state ${state.of} is ${is}, not ${state.needs}`;
    }
    if (this.isSpent(hook)) return `it has had its ${times === 1 ? 'one turn' : `${times} turns`}`;
    if (nth.length > 0 && !nth.includes(seen)) return `this is match ${seen}, not ${nth.join(' or ')}`;
    return undefined;
  }

  /** Whether a hook has had all its turns, and can have no other. */
  isSpent(hook: Hook): boolean {
    return (this.#turns.get(hook) ?? 0) >= hook.times;
  }

  /**
   * Counts a match of the hook, and gives it its turn, if it is to have one: which that is.
   *
   * @throws TapeheadError TOO_MANY_ORIGINS
   */
  take(hook: Hook): number | undefined {
    const has = this.whyNot(hook) === undefined;
    const { state } = hook;
    const isInState =
      state?.needs === undefined || (this.#states.get(state.of) ?? FIRST_STATE) === state.needs;
    if (!isInState) return undefined;
    if (this.#seen.size === 0) this.#onFirst(this);
    this.#seen.set(hook, (this.#seen.get(hook) ?? 0) + 1);
    if (!has) return undefined;
    const turn = (this.#turns.get(hook) ?? 0) + 1;
    this.#turns.set(hook, turn);
    if (state?.sets !== undefined) this.#states.set(state.of, state.sets);
    return turn;
  }

  forget(hook: Hook): void {
    this.#seen.delete(hook);
    this.#turns.delete(hook);
  }
}
