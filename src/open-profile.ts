import type { Clock } from './clock.ts';
import type { Answer } from './doors/door.ts';
import { TapeheadError } from './errors.ts';
import type { Invocation } from './invocation.ts';
import { nearestWord } from './nearest-word.ts';
import type { Answering, AnsweringProfile } from './profiles/answering.ts';

/** Which model of a host answers, and which host that is. */
export interface ProfileOptions {
  /** `esxi`. */
  name: string;
  /** A file that describes the host, in YAML, or the same as data. Default: a believable host with two NICs. */
  host?: string | object;
}

/** Of kinds of hosts that there is a model of. */
const NAMES = ['esxi'];

/**
 * @param answer the deck's, which commands in shells of a mock host go to; without it there are no shells
 * @throws TapeheadError USAGE, BAD_HOST
 */
export async function openProfile(
  option: string | ProfileOptions | undefined,
  clock: Clock,
  answer: Answer | undefined,
): Promise<AnsweringProfile | undefined> {
  if (option === undefined) return undefined;
  const { name, host } = typeof option === 'string' ? { name: option } : option;
  if (!NAMES.includes(name)) throw noSuchProfile(name);
  const description = await describedHost(host);
  return new LoadedLater(name, async () => {
    const [{ EsxiProfile }, { Shells }] = await Promise.all([
      import('./profiles/esxi/mock/profile.ts'),
      import('./profiles/esxi/mock/shell/shells.ts'),
    ]);
    return new EsxiProfile(description, clock, new Shells(answer, process.env));
  });
}

/** A profile whose hundreds of commands are loaded when the first is asked for: no start waits for them. */
class LoadedLater implements AnsweringProfile {
  readonly name: string;
  readonly #load: () => Promise<AnsweringProfile>;
  #loading: Promise<AnsweringProfile> | undefined;
  #loaded: AnsweringProfile | undefined;
  #isOver = false;

  constructor(name: string, load: () => Promise<AnsweringProfile>) {
    this.name = name;
    this.#load = load;
  }

  async answering(invocation: Invocation, isLast?: boolean): Promise<Answering | undefined> {
    return (this.#loaded ?? (await this.#profile())).answering(invocation, isLast);
  }

  whyNot(invocation: Invocation): string {
    return this.#loaded?.whyNot(invocation) ?? 'the profile does not answer';
  }

  /** What was never asked has not changed. */
  reset(origin?: string): void {
    this.#loaded?.reset(origin);
  }

  async exported(origin: string): Promise<object> {
    return (await this.#profile()).exported(origin);
  }

  async imported(origin: string, description: unknown): Promise<void> {
    await (await this.#profile()).imported(origin, description);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isOver = true;
    await this.#loaded?.[Symbol.asyncDispose]();
  }

  async #profile(): Promise<AnsweringProfile> {
    this.#loaded = await (this.#loading ??= this.#load());
    if (this.#isOver) await this.#loaded[Symbol.asyncDispose]();
    return this.#loaded;
  }
}

async function describedHost(host: string | object | undefined) {
  if (host === undefined) return {};
  const { readDescription, checkDescription } = await import('./profiles/esxi/mock/model/check.ts'); // loads zod
  return typeof host === 'string' ? readDescription(host) : checkDescription(host);
}

function noSuchProfile(name: string): TapeheadError {
  const near = nearestWord(name, NAMES);
  const remedy = near === undefined ? `one of: ${NAMES.join(', ')}` : `did you mean ${near}?`;
  return new TapeheadError('USAGE', `there is no profile ${JSON.stringify(name)} that answers`, remedy);
}
