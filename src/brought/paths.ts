import type { InterposedSpec } from '../image/image-data.ts';
import type { Invocation } from '../invocation.ts';
import { lookAt, matcherOf } from '../hooks/match/compile.ts';
import type { Looked, Matcher } from '../hooks/match/matcher.ts';

/** What an image says of one of its interposed executables. */
export interface PathSettings {
  /** Whether its calls are logged and kept. */
  log: boolean;
  /** What becomes of a miss; undefined: it says nothing of it. */
  miss: InterposedSpec['miss'];
}

/** Executables of which it is kept what was found for them: their names come from clients. */
const MOST_KEPT = 10_000;

/** Tells the executables of an image apart. */
export class Paths {
  readonly #rules: readonly { matchers: readonly Matcher[]; spec: InterposedSpec }[];
  readonly #found = new Map<string, PathSettings>();

  /** @throws TapeheadError BAD_PATTERN */
  constructor(specs: readonly InterposedSpec[]) {
    this.#rules = specs.map((spec) => ({
      matchers: [spec.path].flat().map((path) => matcherOf({ target: path })),
      spec,
    }));
  }

  /** Of several that say something of it, the last counts. */
  of(invocation: Invocation): PathSettings {
    if (this.#rules.length === 0) return NOTHING_SAID;
    const looked = lookAt(invocation, undefined);
    const name = nameOf(looked);
    let found = this.#found.get(name);
    if (!found) {
      if (this.#found.size >= MOST_KEPT) this.#found.clear();
      this.#found.set(name, (found = this.#find(looked)));
    }
    return found;
  }

  #find(looked: Looked): PathSettings {
    const fitting = this.#rules.filter(({ matchers }) =>
      matchers.some((matcher) => 'captures' in matcher.match(looked)),
    );
    const said = fitting.map(({ spec }) => spec);
    return {
      log: said.findLast(({ log }) => log !== undefined)?.log ?? true,
      miss: said.findLast(({ miss }) => miss !== undefined)?.miss,
    };
  }
}

const NOTHING_SAID: PathSettings = { log: true, miss: undefined };

/** All of an invocation that a target is held against. */
const nameOf = ({ invocation: { caller }, argv }: Looked): string =>
  [caller?.target, argv?.[0]].map((path) => Buffer.from(path ?? []).toString('latin1')).join('\0');
