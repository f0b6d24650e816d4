/** A signal that is aborted as another one is, from when it is known which. */
export class FollowedSignal {
  readonly #own = new AbortController();

  get signal(): AbortSignal {
    return this.#own.signal;
  }

  follow(signal: AbortSignal | undefined): void {
    if (signal?.aborted) this.#own.abort(signal.reason);
    else signal?.addEventListener('abort', () => this.#own.abort(signal.reason), { once: true });
  }
}
