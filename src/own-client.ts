import { PassedOn } from './passed-on.ts';
import type { Stdio } from './stdio.ts';

/** A client of no door's: it is gone for whatever answers as soon as the deck is cut, too. */
export class OwnClient extends PassedOn {
  readonly #cut: AbortSignal;
  /** What is not used is not made: a signal costs as much as a whole small answer. */
  #gone: AbortController | undefined;
  #releases: (() => void)[] = [];

  constructor(client: Stdio, cut: AbortSignal) {
    super(client);
    this.#cut = cut;
  }

  override get isGone(): boolean {
    return this.#gone?.signal.aborted ?? (this.client.isGone || this.#cut.aborted);
  }

  override get gone(): AbortSignal {
    if (!this.#gone) {
      this.#gone = new AbortController();
      for (const signal of [this.client.gone, this.#cut]) this.#leaveWith(signal, this.#gone);
    }
    return this.#gone.signal;
  }

  /** The answer is over: nothing is listened to any more. */
  release(): void {
    for (const release of this.#releases.splice(0)) release();
  }

  #leaveWith(signal: AbortSignal, gone: AbortController): void {
    const leave = (): void => gone.abort(signal.reason);
    if (signal.aborted) leave();
    signal.addEventListener('abort', leave);
    this.#releases.push(() => signal.removeEventListener('abort', leave));
  }
}
