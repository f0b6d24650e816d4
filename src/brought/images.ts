import { createHash } from 'node:crypto';
import type { Caller, ImageFile } from '../caller.ts';
import type { Clock } from '../clock.ts';
import { TapeheadError } from '../errors.ts';
import { LONGEST_IMAGE_DATA } from './longest.ts';
import type { HookSet } from '../hooks/hook-set.ts';
import type { Invocation } from '../invocation.ts';
import { MOST_ORIGINS, tooManyOrigins } from '../origin.ts';
import { badImage } from './bad-image.ts';
import type { Image } from './image.ts';

/** An image as a call has it: why there is none, where something is wrong with it. */
export type Brought = Image | TapeheadError | undefined;

/** How long a shim may take to bring its image's data, ms: over a slow line they are megabytes. */
const LONGEST_WAIT = 60_000;

/** Different images in one deck. */
const MOST_IMAGES = 100;

/**
 * The images that origins run in. Each origin is asked once, by its first call; origins with the same data have the same
 * image, which is made once. One with which something is wrong fails the calls of its own origins, and of no others.
 */
export class Images {
  readonly #read: (bytes: Uint8Array) => Promise<Image>;
  readonly #clock: Clock;
  readonly #byOrigin = new Map<string, { digest: string; brought: Image | TapeheadError }>();
  /** Made, or being made, of the data with this digest. */
  readonly #made = new Map<string, Promise<Image | TapeheadError>>();
  /** Being asked; told when that is over, however it went. */
  readonly #asking = new Map<string, Promise<void>>();

  constructor(read: (bytes: Uint8Array) => Promise<Image>, clock: Clock) {
    this.#read = read;
    this.#clock = clock;
  }

  /** Those that the image of an origin has brought along, if it has called. */
  hooksOf(origin: string): HookSet | undefined {
    const brought = this.#byOrigin.get(origin)?.brought;
    return brought instanceof TapeheadError ? undefined : brought?.hooks;
  }

  /**
   * Has it answered, when it is known what image asks. Who goes away before is not answered: what hooks of its image are
   * there to keep from happening does not happen either.
   */
  withImage({ origin, caller }: Invocation, answered: (brought: Brought) => Promise<void>): Promise<void> {
    const known = this.#byOrigin.get(origin)?.brought;
    const ask = caller?.imageData;
    if (known !== undefined || !ask) {
      // A bad image is the trouble of those that run in it.
      return answered(known instanceof TapeheadError && !ask ? undefined : known); // nothing is awaited
    }
    return this.#learn(origin, ask).then((brought) => (brought === 'gone' ? undefined : answered(brought)));
  }

  /** With the origins that run in each, in the order they called. */
  list(): { image: Image; origins: readonly string[] }[] {
    const origins = new Map<Image, string[]>();
    for (const [origin, { brought }] of this.#byOrigin) {
      if (brought instanceof TapeheadError) continue;
      const those = origins.get(brought);
      if (those) those.push(origin);
      else origins.set(brought, [origin]);
    }
    return Array.from(origins, ([image, those]) => ({ image, origins: those }));
  }

  /** They are asked again, when they call the next time. */
  reset(origin?: string): void {
    if (origin === undefined) this.#byOrigin.clear();
    else this.#byOrigin.delete(origin);
    const used = new Set(Array.from(this.#byOrigin.values(), ({ digest }) => digest));
    for (const digest of this.#made.keys()) if (!used.has(digest)) this.#made.delete(digest);
  }

  /** Whoever comes first asks for all; where that one dies of it, the next does. */
  async #learn(origin: string, ask: NonNullable<Caller['imageData']>): Promise<Brought | 'gone'> {
    for (let other = this.#asking.get(origin); other; other = this.#asking.get(origin)) {
      await other;
      const known = this.#byOrigin.get(origin);
      if (known) return known.brought;
    }
    let over: () => void = () => undefined;
    this.#asking.set(origin, new Promise((resolve) => (over = resolve)));
    try {
      return await this.#asked(origin, ask);
    } catch (error) {
      // Of this call, and not of its origin.
      if (error instanceof TapeheadError) return error;
      throw error;
    } finally {
      this.#asking.delete(origin);
      over();
    }
  }

  /** @throws TapeheadError TOO_MANY_ORIGINS, BAD_IMAGE where nothing was brought in time, or too many are there */
  async #asked(origin: string, ask: NonNullable<Caller['imageData']>): Promise<Brought | 'gone'> {
    if (this.#byOrigin.size >= MOST_ORIGINS) throw tooManyOrigins('have told what their images bring along');
    const file = await this.#inTime(ask());
    if (!file) return 'gone';
    const digest = file.bytes.length === file.size ? digestOf(file.bytes) : `${file.size}`;
    const brought = await this.#madeOf(digest, file);
    this.#byOrigin.set(origin, { digest, brought });
    return brought;
  }

  async #inTime(answer: Promise<ImageFile | undefined>): Promise<ImageFile | undefined> {
    const over = new AbortController();
    const tooLate = this.#clock.wait(LONGEST_WAIT, over.signal).then(() => 'too late' as const);
    try {
      const came = await Promise.race([answer, tooLate]);
      if (came !== 'too late') return came;
    } finally {
      over.abort();
    }
    throw badImage(`did not come in ${LONGEST_WAIT / 1000} s`);
  }

  #madeOf(digest: string, file: ImageFile): Promise<Image | TapeheadError> {
    let made = this.#made.get(digest);
    if (made) return made;
    if (this.#made.size >= MOST_IMAGES) {
      throw badImage(`is one more than the ${MOST_IMAGES} different ones that a deck takes`);
    }
    this.#made.set(digest, (made = this.#make(file)));
    return made;
  }

  async #make({ size, bytes }: ImageFile): Promise<Image | TapeheadError> {
    try {
      if (size === bytes.length) return await this.#read(bytes);
      if (size <= LONGEST_IMAGE_DATA || size === 0xffffffff)
        throw badImage('could not be read in the container');
      throw badImage(`has ${size} bytes, and ${LONGEST_IMAGE_DATA} are the most`);
    } catch (error) {
      if (error instanceof TapeheadError) return error;
      throw error;
    }
  }
}

const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('base64');
