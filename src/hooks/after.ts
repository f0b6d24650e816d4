import type { OutputEvent, StdinEvent } from '../event.ts';
import type { Stdio } from '../stdio.ts';
import type { Passed } from './course.ts';
import { Cuttable, until } from './cuttable.ts';
import { FollowedSignal } from './followed-signal.ts';

/**
 * The client behind the `after` hooks: they have their turn when an answer begins, so that a miss takes none of
 * theirs.
 */
export class AfterHooks extends Cuttable {
  readonly #pass: () => Promise<Passed>;
  #shaping: Promise<Stdio> | undefined;
  #shaped: Stdio | undefined;
  #unread: FollowedSignal | undefined;

  constructor(client: Stdio, pass: () => Promise<Passed>) {
    super(client);
    this.#pass = pass;
  }

  /** From their turn on drawn through them, as what they hold back may be what is answered by it. */
  override get stdin(): AsyncIterable<StdinEvent> {
    const before = this.client.stdin[Symbol.asyncIterator]();
    let after: AsyncIterator<StdinEvent> | undefined;
    const now = (): AsyncIterator<StdinEvent> =>
      this.#shaped ? (after ??= this.#shaped.stdin[Symbol.asyncIterator]()) : before;
    return until<StdinEvent>(this.gone, {
      [Symbol.asyncIterator]: () => ({
        next: () => now().next(),
        return: async () => {
          await now().return?.();
          return { done: true, value: undefined };
        },
      }),
    });
  }

  /** From their turn on, as one of them may read what the client does not. */
  override get unread(): AbortSignal | undefined {
    if (!this.#unread) {
      this.#unread = new FollowedSignal();
      this.#unread.follow(this.#shaped?.unread);
    }
    return this.#unread.signal;
  }

  override async send(event: OutputEvent): Promise<void> {
    const shaped = this.#shaped ?? (await (this.#shaping ??= this.#shape()));
    await shaped.send(event);
  }

  async #shape(): Promise<Stdio> {
    const passed = await this.#pass();
    this.#shaped = passed.kind === 'on' ? passed.stdio : this.client;
    this.cutWith(this.#shaped.gone);
    this.#unread?.follow(this.#shaped.unread);
    return this.#shaped;
  }
}
