import type { Host } from '../model/host.ts';
import { undoing } from './undo.ts';

/** The state of one mock host: read as it is, changed as a whole or not at all. */
export class HostState {
  #host: Host;
  readonly #initial: () => Host;

  /** `initial` makes the host it begins with, and begins anew with. */
  constructor(initial: () => Host) {
    this.#initial = initial;
    this.#host = initial();
  }

  /** As it is now. Not to be changed by whoever reads it. */
  get host(): Host {
    return this.#host;
  }

  /** A change that throws has changed nothing. It cannot wait, so no other comes between. */
  change<T>(change: (host: Host) => T): T {
    return undoing(this.#host, change);
  }

  /** Another host stands here from now on. */
  replace(host: Host): void {
    this.#host = host;
  }

  reset(): void {
    this.#host = this.#initial();
  }
}
