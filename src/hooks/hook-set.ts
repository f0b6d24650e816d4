import { TapeheadError } from '../errors.ts';
import type { Hook, When } from './hook.ts';
import type { Stage } from './refusal.ts';

/** The hooks of a deck, in the order of their turns, found by the command name they are bound to. */
export class HookSet {
  #hooks: Hook[];
  #points = { before: new Point(), miss: new Point(), after: new Point() };

  /** Their names are unique. */
  constructor(hooks: readonly Hook[] = []) {
    this.#hooks = [...hooks];
    for (const when of ['before', 'miss', 'after'] as const) this.#arrange(when);
  }

  has(name: string): boolean {
    return this.#hooks.some((hook) => hook.name === name);
  }

  get isEmpty(): boolean {
    return this.#hooks.length === 0;
  }

  /** Those that refuse at that stage, in the order of their turns. */
  refusing(stage: Stage): readonly Hook[] {
    return this.#hooks.filter((hook) => hook.refuses === stage).sort((a, b) => b.layer - a.layer);
  }

  /** In the order registered. */
  list(): readonly Hook[] {
    return this.#hooks;
  }

  /** @throws TapeheadError USAGE where one of that name is there */
  add(hook: Hook): void {
    if (this.has(hook.name)) {
      throw new TapeheadError(
        'USAGE',
        `there is a hook named ${JSON.stringify(hook.name)} already`,
        'give it another name, or remove the first',
      );
    }
    this.#hooks.push(hook);
    this.#arrange(hook.when);
  }

  /** Whether it was there. */
  remove(name: string): Hook | undefined {
    const hook = this.#hooks.find((one) => one.name === name);
    if (!hook) return undefined;
    this.#hooks = this.#hooks.filter((one) => one !== hook);
    this.#arrange(hook.when);
    return hook;
  }

  /** Those that can match a command of that name (undefined: what was asked has none), in the order of their turns. */
  candidates(when: When, commandName: string | undefined): readonly Hook[] {
    return this.#points[when].candidates(commandName);
  }

  #arrange(when: When): void {
    const hooks = this.#hooks.filter((hook) => hook.when === when && !hook.refuses);
    // What wraps the client last is the first to see an answer: so the image's, and in a layer the first registered.
    if (when === 'after') hooks.reverse();
    hooks.sort((a, b) => b.layer - a.layer); // stable
    this.#points[when] = new Point(hooks);
  }
}

/** The hooks of one point of the flow. */
class Point {
  readonly #hooks: readonly Hook[];
  readonly #unbound: readonly Hook[];
  readonly #names: ReadonlySet<string>;
  readonly #byName = new Map<string, readonly Hook[]>();

  constructor(hooks: readonly Hook[] = []) {
    this.#hooks = hooks;
    this.#unbound = hooks.filter(({ matcher }) => matcher.commandName === undefined);
    this.#names = new Set(hooks.flatMap(({ matcher }) => matcher.commandName ?? []));
  }

  candidates(commandName: string | undefined): readonly Hook[] {
    if (commandName === undefined || !this.#names.has(commandName)) return this.#unbound;
    let found = this.#byName.get(commandName);
    if (!found) {
      found = this.#hooks.filter(({ matcher }) => (matcher.commandName ?? commandName) === commandName);
      this.#byName.set(commandName, found);
    }
    return found;
  }
}
