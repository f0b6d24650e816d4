import type { OutputEvent } from '../event.ts';
import type { Stdio } from '../stdio.ts';
import { Cuttable } from './cuttable.ts';

/**
 * A client behind hooks that may fail while an answer flows past them: whoever answers is cancelled then, and never
 * hears of it.
 */
export class Guarded extends Cuttable {
  readonly #onFailure: (error: unknown) => void;

  constructor(client: Stdio, onFailure: (error: unknown) => void) {
    super(client);
    this.#onFailure = onFailure;
  }

  override async send(event: OutputEvent): Promise<void> {
    if (this.isGone) return;
    try {
      await this.client.send(event);
    } catch (error) {
      this.#onFailure(error);
      this.cut();
    }
  }
}
