/** Rewrites the bytes of one stream as they come. What it gives is read before it is given more. */
export interface Rewriter {
  /** What can go on of all that came; the bytes given are the caller's again when all of it was read. */
  push(bytes: Uint8Array): Iterable<Uint8Array>;
  /** What is held back is not held any longer, though what came last may not be whole; more may come. */
  release(): Iterable<Uint8Array>;
  /** All has come. */
  end(): Iterable<Uint8Array>;
  /** Whether something is held back that may be released. */
  readonly holds: boolean;
}
