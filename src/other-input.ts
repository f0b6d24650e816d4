import type { ControlEvent, StdinEvent } from './event.ts';
import { PassedOn } from './passed-on.ts';
import type { Stdio } from './stdio.ts';

/** A client with another input than its own: with what was drawn of it given back, or with none. */
export class OtherInput extends PassedOn {
  readonly #stdin: AsyncIterable<StdinEvent>;
  readonly #controls: AsyncIterable<ControlEvent>;

  constructor(client: Stdio, stdin: AsyncIterable<StdinEvent>, controls: AsyncIterable<ControlEvent>) {
    super(client);
    this.#stdin = stdin;
    this.#controls = controls;
  }

  override get stdin(): AsyncIterable<StdinEvent> {
    return this.#stdin;
  }

  override get controls(): AsyncIterable<ControlEvent> {
    return this.#controls;
  }
}
