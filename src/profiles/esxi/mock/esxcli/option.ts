/** An option of a leaf; `T` is what the leaf gets of it. */
export interface Option<T> {
  /** Such as `-v`; undefined where it has none. */
  short: string | undefined;
  /** Such as `--vswitch-name`. */
  long: string;
  about: string;
  /** As help shows it: `<str>`; a flag has no value, and shows nothing. */
  kind: 'str' | 'long' | 'bool' | 'flag';
  /** May be given again, or several values in a row. */
  isList: boolean;
  isRequired: boolean;
  /** Of a whole number. */
  range?: Range;
  /** What stands where it is not given. */
  absent: T;
}

/** The least and the most that a number may be; default 0, and whatever there is. */
export interface Range {
  min?: number;
  max?: number;
}

/** What a leaf is given: the values of its options by the names it calls them. */
export type GivenOptions<O> = { readonly [K in keyof O]: O[K] extends Option<infer T> ? T : never };

/** `-v|--vswitch-name`, or `--force` alone: as help shows them. */
type Names = `-${string}`;

/** Text. */
export const str = (names: Names, about: string): Option<string | undefined> =>
  option(names, about, 'str', undefined);

/** A whole number, from 0 on where nothing else is said. */
export const long = (names: Names, about: string, range: Range = {}): Option<number | undefined> => ({
  ...option<number | undefined>(names, about, 'long', undefined),
  range,
});

/** One of 0, 1, n[o], y[es], f[alse], t[rue], off, on. */
export const bool = (names: Names, about: string): Option<boolean | undefined> =>
  option(names, about, 'bool', undefined);

/** There or not. */
export const flag = (names: Names, about: string): Option<boolean> => option(names, about, 'flag', false);

/** Several texts: repeated, with commas, or in a row. */
export const strs = (names: Names, about: string): Option<readonly string[] | undefined> => ({
  ...option<readonly string[] | undefined>(names, about, 'str', undefined),
  isList: true,
});

/** One that the command cannot do without. */
export const required = <T>(one: Option<T | undefined>): Option<T> =>
  ({ ...one, isRequired: true }) as Option<T>;

function option<T>(names: Names, about: string, kind: Option<T>['kind'], absent: T): Option<T> {
  const [first = '', second] = names.split('|');
  const short = second === undefined ? undefined : first;
  return { short, long: second ?? first, about, kind, isList: false, isRequired: false, absent };
}
