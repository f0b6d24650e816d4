import type { ControlEvent, OutputEvent } from '../event.ts';
import { lost, type Outcome } from '../outcome.ts';
import type { Stdio } from '../stdio.ts';
import { SharedControls } from './handler-controls.ts';
import { PassedOn } from '../passed-on.ts';

/** The client beneath all hooks: notes which outcome it is told, and lets any number of them hear its signals. */
export class Told extends PassedOn {
  readonly #controls: SharedControls;
  /** What the client was told; undefined as long as it was told none. */
  outcome: Outcome | undefined;

  constructor(client: Stdio) {
    super(client);
    this.#controls = new SharedControls(() => client.controls);
  }

  override get controls(): AsyncIterable<ControlEvent> {
    return this.#controls;
  }

  override get drop(): (() => void) | undefined {
    const { client } = this;
    return (
      client.drop &&
      (() => {
        this.outcome ??= lost('the connection was dropped by a fault');
        client.drop?.();
      })
    );
  }

  override send(event: OutputEvent): Promise<void> {
    if (event.type === 'outcome') this.outcome ??= event.outcome;
    return this.client.send(event);
  }
}
