/** Without `readonly`, which a schema does not know. */
type Plain<T> = T extends object ? { -readonly [K in keyof T]: Plain<T[K]> } : T;

/* oxlint-disable typescript/no-unnecessary-type-parameters -- two generic functions are the same only where A and B are */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/**
 * `true` where what a schema lets through is exactly what the type of a spec says, so that neither can be changed
 * without the other.
 */
export type Says<Spec, Output> = Same<Plain<Spec>, Plain<Output>>;
