import { builtIn } from './built-ins.ts';
import { besides, longest } from './merge-hidden.ts';
import type { BuiltInRule, Normaliser } from './normaliser.ts';
import type { VolatilePart } from './normalising.ts';
import { keyTrigger } from './place.ts';
import type { Search } from './search.ts';

/** Rules of one normaliser, ready to look. */
export interface Looking {
  normaliser: Normaliser;
  searches: readonly Search[];
}

/** Finds what is hidden of texts of one kind: of values, which stand at a place, or of plain text. */
export class Sieve {
  readonly #users: readonly Looking[];
  readonly #builtIns: readonly Looking[];
  readonly #isValue: boolean;
  readonly #triggers: Triggers;

  constructor(looking: readonly Looking[], isValue: boolean) {
    this.#isValue = isValue;
    this.#builtIns = looking.filter(({ normaliser: one }) => builtIn(one.name) === one);
    this.#users = looking.filter((one) => !this.#builtIns.includes(one));
    this.#triggers = new Triggers(
      this.#builtIns.flatMap(({ searches }) => searches),
      isValue,
    );
  }

  parts(text: string): readonly VolatilePart[] {
    const users = this.#users.length > 0 ? this.#found(this.#users, text) : NONE;
    return besides(users, this.#isValue ? this.#inValue(text) : this.#byLine(text));
  }

  #inValue(text: string): readonly VolatilePart[] {
    if (this.#triggers.next(text, 0) === undefined) return NONE;
    return this.#found(this.#builtIns, text, this.#triggers.pulledBy(text));
  }

  #byLine(text: string): readonly VolatilePart[] {
    const parts: VolatilePart[] = [];
    for (let at = this.#triggers.next(text, 0); at !== undefined;) {
      const start = text.lastIndexOf('\n', at - 1) + 1;
      const lf = text.indexOf('\n', at);
      const end = lf === -1 ? text.length : lf;
      const line = text.slice(start, end);
      for (const part of this.#found(this.#builtIns, line, this.#triggers.pulledBy(line))) {
        parts.push(start === 0 ? part : { ...part, start: part.start + start, end: part.end + start });
      }
      at = this.#triggers.next(text, end + 1);
    }
    return parts;
  }

  #found(
    looking: readonly Looking[],
    text: string,
    mayFind: (search: Search) => boolean = () => true,
  ): readonly VolatilePart[] {
    let parts = NONE;
    for (const { normaliser, searches } of looking) {
      const found: VolatilePart[][] = [];
      for (const search of searches) {
        if (!mayFind(search)) continue;
        const hidden = this.#isValue ? search.inValue(text) : search.inText(text);
        if (hidden.length > 0) found.push(hidden.map((one) => partOf(one, normaliser)));
      }
      if (found.length > 0) parts = besides(parts, longest(found));
    }
    return parts;
  }
}

const NONE: readonly VolatilePart[] = [];

const partOf = (
  { start, end }: { start: number; end: number },
  { name, label, identity }: Normaliser,
): VolatilePart => ({ start, end, normaliser: name, label: `<${label}>`, identity });

/** Tells quickly in which lines of a text rules may find something, and which do. */
class Triggers {
  readonly #ofSearches: ReadonlyMap<Search, RegExp>;
  readonly #each: readonly RegExp[];
  /** Absent where some rule looks at every line. */
  readonly #any: RegExp | undefined;

  /** `isValue`: a value has no keys in it, so rules of columns look at all. */
  constructor(searches: readonly Search[], isValue: boolean) {
    const sources = new Map(
      searches.flatMap((search) => {
        const source = triggerOf(search.rule, isValue);
        return source === undefined ? [] : [[search, source] as const];
      }),
    );
    const unique = new Map([...new Set(sources.values())].map((source) => [source, new RegExp(source, 'm')]));
    this.#ofSearches = new Map(
      [...sources].map(([search, source]) => [search, unique.get(source) as RegExp]),
    );
    this.#each = [...unique.values()];
    const all = [...unique.keys()].map((source) => `(?:${source})`);
    this.#any = sources.size === searches.length ? new RegExp(all.join('|') || NEVER, 'gm') : undefined;
  }

  /** Where, at an offset or behind it, something may be found. */
  next(text: string, from: number): number | undefined {
    if (from >= text.length) return undefined;
    if (!this.#any) return from;
    this.#any.lastIndex = from;
    return this.#any.exec(text)?.index;
  }

  /** Whether a search may find something in a line. */
  pulledBy(line: string): (search: Search) => boolean {
    const pulled = new Set(this.#each.filter((one) => one.test(line)));
    return (search) => {
      const trigger = this.#ofSearches.get(search);
      return trigger === undefined || pulled.has(trigger);
    };
  }
}

const triggerOf = ({ trigger, columns }: BuiltInRule, isValue: boolean): string | undefined =>
  trigger ?? (columns && !isValue ? keyTrigger(columns) : undefined);

const NEVER = '[]';
