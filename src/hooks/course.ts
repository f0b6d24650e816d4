import type { Invocation, Modified } from '../invocation.ts';
import type { Outcome } from '../outcome.ts';
import type { Secrets } from '../redact/secrets.ts';
import type { Stdio } from '../stdio.ts';
import { AfterHooks } from './after.ts';
import type { Hook, Step, Taken, When } from './hook.ts';
import type { HookSet } from './hook-set.ts';
import { Guarded } from './guarded.ts';
import { argvOf, commandName, lookAt } from './match/compile.ts';
import type { Captures, Looked } from './match/matcher.ts';
import { whyNotTold } from './match/without-secrets.ts';
import type { OriginProgress, Progress } from './progress.ts';
import { Told } from './told.ts';

/** Where the hooks of one point have brought an answer: settled, or what flows on, changed perhaps. */
export type Passed =
  (Omit<Extract<Step, { kind: 'answered' }>, 'modified'> & { hook: string }) | Extract<Step, { kind: 'on' }>;

/** Told what a hook says of the answer; `captures` may be in the message. */
export type HookLog = (hook: string, message: string, captures: Captures) => void;

/** One answer on its way past the hooks of a deck. */
export class Course {
  readonly #hooks: HookSet;
  /** Of the origin's image alone. */
  readonly #image: HookSet | undefined;
  readonly #progresses: Progress;
  readonly #asked: Invocation;
  readonly #client: Stdio;
  readonly #log: HookLog;
  #named: { name: string | undefined } | undefined;
  /** The client, as hooks have it. */
  #told: Told | undefined;
  /** What the hooks of each point hold back, in the order of their turns. */
  #held: Record<When, (() => Promise<void>)[]> | undefined;
  #ends: (() => void)[] | undefined;
  #failure: { error: unknown } | undefined;
  #met: string[] | undefined;
  #modified: Modified | undefined;

  constructor(
    hooks: HookSet,
    image: HookSet | undefined,
    progress: Progress,
    asked: Invocation,
    client: Stdio,
    log: HookLog,
  ) {
    this.#hooks = hooks;
    this.#image = image;
    this.#progresses = progress;
    this.#asked = asked;
    this.#client = client;
    this.#log = log;
  }

  /** Whether no hook is there that could have a turn. */
  get isEmpty(): boolean {
    return this.#hooks.isEmpty && (this.#image?.isEmpty ?? true);
  }

  /** Whether a hook may have a turn before the answer, or between it and the client. */
  get mayMeet(): boolean {
    return this.#candidates('before', this.#asked).length + this.#candidates('after', this.#asked).length > 0;
  }

  /** Whether hooks hold something back, or one has failed: for whoever awaits nothing without need. */
  get holds(): boolean {
    return this.#held !== undefined || this.#failure !== undefined;
  }

  /** Names of those that had a turn, in order. */
  get met(): readonly string[] {
    return this.#met ?? NO_NAMES;
  }

  /** The `before` hooks; from here on the `after` hooks stand in front of the client. */
  async before(): Promise<Passed> {
    const concerned = await this.#concerns('after');
    if (!concerned) return this.#guarded(await this.#pass('before', this.#asked, this.#client));
    const client = this.#bottom();
    const stdio = new AfterHooks(client, () => this.#pass('after', this.#asked, client));
    return this.#guarded(await this.#pass('before', this.#asked, stdio));
  }

  /** The `miss` hooks. */
  async miss(invocation: Invocation, stdio: Stdio): Promise<Passed> {
    return this.#guarded(await this.#pass('miss', invocation, stdio));
  }

  /**
   * The answer is over: what hooks hold back goes out, from those that output meets first.
   *
   * @throws what a hook has failed with while the answer flowed past it
   */
  async over(): Promise<void> {
    for (const when of ['miss', 'before', 'after'] as const) {
      const held = this.#held?.[when] ?? [];
      if (!this.#failure) for (const give of held.splice(0).reverse()) await give();
    }
    if (this.#failure) throw this.#failure.error;
  }

  /** Nothing more can come of it, however it went. */
  end(): void {
    if (this.#ends) for (const end of this.#ends.splice(0)) end();
  }

  /** What the client was told, where hooks may have made it another than the answer's. */
  get told(): Outcome | undefined {
    return this.#told?.outcome;
  }

  /** Why those hooks that are bound to the command had no turn with it, without secrets. */
  async whyNone(invocation: Invocation, secrets: Secrets): Promise<{ hook: string; why: string }[]> {
    const candidates = [...this.#candidates('before', invocation), ...this.#candidates('miss', invocation)];
    const bound = candidates.filter(
      ({ name, matcher }) => matcher.commandName !== undefined && !this.met.includes(name),
    );
    if (bound.length === 0) return [];
    const looked = await look(invocation, bound);
    return bound.flatMap((hook) => {
      const match = hook.matcher.match(looked);
      const why =
        'why' in match
          ? whyNotTold(hook.matcher, invocation, looked.invokers, secrets)
          : this.#progress.whyNot(hook);
      return why === undefined ? [] : [{ hook: hook.name, why }];
    });
  }

  /** What `before` and `miss` hooks have changed of what was asked. */
  get modified(): Modified | undefined {
    return this.#modified;
  }

  /**
   * Whether a hook of that point may come to have its turn: by then others may have set the state that it needs, and
   * a match that is not its turn counts, too. None has it by that.
   */
  async #concerns(when: When): Promise<boolean> {
    const candidates = this.#candidates(when, this.#asked);
    if (candidates.length === 0) return false;
    const looked = await look(this.#asked, candidates);
    return candidates.some(
      (hook) => !this.#progress.isSpent(hook) && 'captures' in hook.matcher.match(looked),
    );
  }

  /**
   * Gives every hook of that point that matches its turn, in order, until one answers. What one changes of the
   * invocation, those after it see.
   */
  async #pass(when: When, invocation: Invocation, stdio: Stdio): Promise<Passed> {
    let passed: Extract<Step, { kind: 'on' }> = { kind: 'on', invocation, stdio };
    const had = new Set<Hook>();
    for (;;) {
      const next = await this.#next(when, passed.invocation, had);
      if (!next) return passed;
      const { hook, taken } = next;
      (this.#met ??= []).push(hook.name);
      const client = this.#bottom();
      const log = (message: string): void => this.#log(hook.name, message, taken.captures);
      if (passed.stdio === this.#client) passed = { ...passed, stdio: client };
      for (const action of hook.actions) {
        const step = await action({ ...taken, invocation: passed.invocation, client, log }, passed.stdio);
        if (step.kind === 'answered') {
          const { modified = this.#modified, ...answered } = step;
          this.#modified = modified;
          return { ...answered, hook: hook.name };
        }
        if (when !== 'after') this.#modified = step.invocation.modified;
        if (step.over) (this.#held ??= { miss: [], before: [], after: [] })[when].push(step.over);
        if (step.end) (this.#ends ??= []).push(step.end);
        passed = step;
      }
    }
  }

  #bottom(): Told {
    return (this.#told ??= new Told(this.#client));
  }

  /** Where nothing stands in between, it is the very client that came. */
  #guarded(passed: Passed): Passed {
    if (passed.kind === 'answered' || passed.stdio === this.#client) return passed;
    if (passed.stdio === this.#told) return { ...passed, stdio: this.#client };
    const stdio = new Guarded(passed.stdio, (error) => (this.#failure ??= { error }));
    return { ...passed, stdio };
  }

  /**
   * The next hook that has its turn. To match, to count and to set the state is one step, with nothing awaited
   * between them: of two calls at once, one comes first.
   */
  async #next(
    when: When,
    invocation: Invocation,
    had: Set<Hook>,
  ): Promise<{ hook: Hook; taken: Taken } | undefined> {
    const candidates = this.#candidates(when, invocation);
    if (candidates.length === 0) return undefined;
    const looked = await look(invocation, candidates);
    for (const hook of candidates) {
      if (had.has(hook)) continue;
      had.add(hook);
      const match = hook.matcher.match(looked);
      if ('why' in match) continue;
      const number = this.#progress.take(hook);
      if (number !== undefined) return { hook, taken: { captures: match.captures, number } };
    }
    return undefined;
  }

  #candidates(when: When, invocation: Invocation): readonly Hook[] {
    if (this.isEmpty) return NONE;
    const name = this.#nameOf(invocation);
    const own = this.#hooks.candidates(when, name);
    const ofImage = this.#image?.candidates(when, name) ?? NONE;
    if (ofImage.length === 0) return own;
    // The image is the farthest layer: its turn is the last, and so the first to see an answer.
    return [...own, ...ofImage.filter((hook) => !this.#hooks.has(hook.name))];
  }

  #nameOf(invocation: Invocation): string | undefined {
    if (invocation !== this.#asked) return commandName(argvOf(invocation));
    return (this.#named ??= { name: commandName(argvOf(invocation)) }).name;
  }

  /** Of now: another call may have been the first of its origin meanwhile. */
  get #progress(): OriginProgress {
    return this.#progresses.of(this.#asked.origin);
  }
}

/** The chain of invokers is asked for only where a hook looks at it. */
async function look(invocation: Invocation, hooks: readonly Hook[]): Promise<Looked> {
  const needsInvokers = hooks.some(({ matcher }) => matcher.needsInvokers);
  const invokers = needsInvokers ? await invocation.caller?.invokers() : undefined;
  return lookAt(invocation, invokers);
}

const NONE: readonly Hook[] = [];
const NO_NAMES: readonly string[] = [];
