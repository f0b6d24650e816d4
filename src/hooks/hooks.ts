import type { Invocation } from '../invocation.ts';
import type { Stdio } from '../stdio.ts';
import { Course, type HookLog } from './course.ts';
import type { Hook } from './hook.ts';
import { HookSet } from './hook-set.ts';
import { Progress } from './progress.ts';
import { lookAtStranger, type Stage, type Stranger } from './refusal.ts';

/** The hooks of a deck, and how far each origin has come with them. */
export class Hooks {
  readonly #set = new HookSet();
  readonly #progress = new Progress();
  readonly #admit: (hook: Hook) => void;

  /** `admit` throws where a hook is none for this deck. */
  constructor(admit: (hook: Hook) => void = () => undefined) {
    this.#admit = admit;
  }

  list(): readonly Hook[] {
    return this.#set.list();
  }

  /** For a hook that was given none. */
  freeName(): string {
    const taken = new Set(this.list().map(({ name }) => name));
    let number = taken.size + 1;
    while (taken.has(`hook-${number}`)) number++;
    return `hook-${number}`;
  }

  /** Returns its release. @throws TapeheadError USAGE where one of that name is there, DOOR_UNSAFE */
  add(hook: Hook): () => void {
    this.#admit(hook);
    this.#set.add(hook);
    // By its name it could be another one by now.
    return () => void (this.list().includes(hook) && this.remove(hook.name));
  }

  /** Whether it was there. */
  remove(name: string): boolean {
    const hook = this.#set.remove(name);
    if (hook) this.#progress.forget(hook);
    return hook !== undefined;
  }

  /** The states that hooks have set, in the order of origins. */
  states(): readonly { origin: string; of: string; state: string }[] {
    return this.#progress.states();
  }

  /** Counts and states are as at the start, in one origin or in all of them. */
  reset(origin?: string): void {
    this.#progress.reset(origin);
  }

  /** Which hook has a door refuse that, if one does: it has had its turn then. `image`: hooks of the origin's image. */
  refusal(stranger: Stranger, stage: Stage, image?: HookSet): string | undefined {
    for (const hook of [...this.#set.refusing(stage), ...(image?.refusing(stage) ?? [])]) {
      if ('why' in hook.matcher.match(lookAtStranger(stranger))) continue;
      // Strangers name their origins, too, before they have logged in.
      if (this.#progress.isFullFor(stranger.origin)) return hook.name;
      if (this.#progress.of(stranger.origin).take(hook) !== undefined) return hook.name;
    }
    return undefined;
  }

  /** The way of one answer past them, and past those of the image that asks. */
  course(asked: Invocation, client: Stdio, log: HookLog, image?: HookSet): Course {
    return new Course(this.#set, image, this.#progress, asked, client, log);
  }
}
