import type { OutputEvent } from '../event.ts';
import type { Stdio } from '../stdio.ts';
import type { Passed } from './course.ts';
import { PassedOn } from './passed-on.ts';

/**
 * The client behind the `after` hooks: they have their turn when an answer begins, so that a miss takes none of
 * theirs.
 */
export class AfterHooks extends PassedOn {
  readonly #pass: () => Promise<Passed>;
  #shaped: Promise<Stdio> | undefined;

  constructor(client: Stdio, pass: () => Promise<Passed>) {
    super(client);
    this.#pass = pass;
  }

  override async send(event: OutputEvent): Promise<void> {
    this.#shaped ??= this.#shape();
    await (await this.#shaped).send(event);
  }

  async #shape(): Promise<Stdio> {
    const passed = await this.#pass();
    return passed.kind === 'on' ? passed.stdio : this.client;
  }
}
