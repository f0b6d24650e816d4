/** What has been acquired, to be released last in, first out. Node 20 has no AsyncDisposableStack. */
export class Releases implements AsyncDisposable {
  #releases: (() => unknown)[] = [];

  /** Owns the resource from here on. */
  use<T extends Disposable | AsyncDisposable>(resource: T): T {
    this.#releases.push(() =>
      Symbol.asyncDispose in resource ? resource[Symbol.asyncDispose]() : resource[Symbol.dispose](),
    );
    return resource;
  }

  /** Releases everything, also where a release fails; the first failure is thrown at the end. */
  async [Symbol.asyncDispose](): Promise<void> {
    const failures: unknown[] = [];
    for (let release = this.#releases.pop(); release; release = this.#releases.pop()) {
      try {
        await release();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
  }
}
