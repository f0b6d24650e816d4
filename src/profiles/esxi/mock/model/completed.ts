/** What may be left out of it, and of what is in it; lists are whole. */
export type Given<T> = T extends readonly unknown[]
  ? T
  : T extends object
    ? { [K in keyof T]?: Given<T[K]> | undefined }
    : T;

/** `blank` with what is given in its place: of maps key by key, all else as a whole. */
export function completed<T extends object>(blank: T, given: NoInfer<Given<T>> | undefined): T {
  const whole = { ...blank } as Record<string, unknown>;
  for (const [key, value] of Object.entries(given ?? {})) {
    if (value === undefined) continue;
    const before = whole[key];
    whole[key] = isMap(before) && isMap(value) ? completed(before, value) : value;
  }
  return whole as T;
}

const isMap = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
