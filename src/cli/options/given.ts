/**
 * Only those of the flags that were given, as options that must be absent rather than undefined. Flags are
 * named as the option of the library that they set.
 */
export function given<T extends object, K extends keyof T>(flags: T, names: readonly K[]): Given<T, K> {
  return Object.fromEntries(
    names.filter((name) => flags[name] !== undefined).map((name) => [name, flags[name]]),
  ) as Given<T, K>;
}

type Given<T, K extends keyof T> = { [N in K]?: Exclude<T[N], undefined> };
