import type { Caller, ImageFile } from '../../src/caller.ts';
import type { ImageDataSpec } from '../../src/image/image-data.ts';
import type { Deck } from '../../src/running-deck.ts';
import { caller } from '../hooks/a-hook.ts';
import { TestClient } from '../support/client.ts';
import { invocation } from '../support/tape.ts';

/** The bytes of what an image brings along. */
export const imageJson = (more: Partial<ImageDataSpec> & Record<string, unknown> = {}): Buffer =>
  Buffer.from(JSON.stringify({ format: 1, tapehead: '1.0.0', name: 'esx', ...more }));

/** With these hooks, or whatever else of a manifest. */
export const withManifest = (manifest: object): Buffer =>
  imageJson({ manifest: { version: 1, ...manifest } as never });

export const mocking = (target: string, stdout: string, more: object = {}) => ({
  match: { target },
  do: { mock: { stdout } },
  ...more,
});

/** A container: its shims bring these bytes along. */
export class Container {
  /** How often it was asked. */
  asked = 0;
  readonly origin: string;
  readonly #deck: Deck;
  readonly #bring: () => Promise<ImageFile | undefined>;

  constructor(deck: Deck, origin: string, data: Buffer | (() => Promise<ImageFile | undefined>)) {
    this.#deck = deck;
    this.origin = origin;
    this.#bring =
      typeof data === 'function' ? data : () => Promise.resolve({ size: data.length, bytes: data });
  }

  /** What a command of its gets. */
  async run(path: string, ...args: readonly string[]): Promise<TestClient> {
    return await this.#run({}, path, args);
  }

  /** All that it says, and its exit code where that is not 0. */
  async says(path: string, ...args: readonly string[]): Promise<string> {
    const { stdout, stderr, outcome } = await this.run(path, ...args);
    const code = outcome?.kind === 'exited' && outcome.code !== 0 ? ` ${outcome.code}` : '';
    return `${stdout}${stderr}${code}`;
  }

  /** The same for one behind which an original is. */
  async passes(path: string): Promise<'passed' | 'answered'> {
    let passed = false;
    const replace = (): Promise<undefined> => {
      passed = true;
      return Promise.resolve(undefined);
    };
    await this.#run(
      { original: { replace, observe: () => Promise.reject(new Error('not watched')) } },
      path,
      [],
    );
    return passed ? 'passed' : 'answered';
  }

  async #run(more: Partial<Caller>, path: string, args: readonly string[]): Promise<TestClient> {
    const client = new TestClient().eof();
    const imageData = (): Promise<ImageFile | undefined> => {
      this.asked++;
      return this.#bring();
    };
    const asked = { kind: 'argv', argv: [path, ...args].map((word) => Buffer.from(word)) } as const;
    const process = caller({ target: Buffer.from(path), imageData, ...more });
    await this.#deck.answer(
      invocation('', { asked, origin: this.origin, door: 'shim', user: undefined, caller: process }),
      client,
    );
    return client;
  }
}
