/** Made once, as one for each call would cost more than the call. */
const OVER = new Error('the call is over');

/** How long a call lives: until it is over, or its client is gone. */
export class CallLife implements Disposable {
  readonly #over = new AbortController();
  readonly #gone: AbortSignal;
  readonly #end = (): void => this.#over.abort(OVER);

  constructor(gone: AbortSignal) {
    this.#gone = gone;
    if (gone.aborted) this.#end();
    else gone.addEventListener('abort', this.#end);
  }

  /** Aborted when it is over. */
  get signal(): AbortSignal {
    return this.#over.signal;
  }

  [Symbol.dispose](): void {
    this.#gone.removeEventListener('abort', this.#end);
    this.#end();
  }
}
