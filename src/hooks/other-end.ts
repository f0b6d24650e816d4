import type { OutputEvent } from '../event.ts';
import type { Outcome } from '../outcome.ts';
import type { Stdio } from '../stdio.ts';
import { PassedOn } from '../passed-on.ts';

/** A client who is told another outcome. */
export class OtherEnd extends PassedOn {
  readonly #outcome: Outcome;

  constructor(client: Stdio, outcome: Outcome) {
    super(client);
    this.#outcome = outcome;
  }

  override send(event: OutputEvent): Promise<void> {
    return this.client.send(event.type === 'outcome' ? { type: 'outcome', outcome: this.#outcome } : event);
  }
}
