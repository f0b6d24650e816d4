import type { Stdio } from './stdio.ts';
import type { Executed } from './upstreams/upstream.ts';

/** An ancestor of a caller. */
export interface Invoker {
  pid: number;
  /** Empty where the system does not tell. */
  executable: Uint8Array;
  argv: readonly Uint8Array[];
}

/** What is different when an original is run; what is left out stays as invoked. */
export interface Change {
  /** Absolute, or a name to be found on the caller's PATH. */
  target?: Uint8Array;
  /** argv[0] included. */
  argv?: readonly Uint8Array[];
  set?: ReadonlyMap<string, Uint8Array>;
  unset?: readonly string[];
  cwd?: Uint8Array;
}

/** The executable that an interposed name stands for, run where the caller is. */
export interface Original {
  /** It takes the caller's place: same process, descriptors and parent; nothing more is seen of it. */
  replace(change?: Change): Promise<Executed | undefined>;
  /**
   * It runs as the caller's child, its streams going to and coming from `stdio`, as an upstream executes. With
   * the caller's own stdin nobody else sees what it reads of it, and it reads no more than it wants.
   */
  observe(stdio: Stdio, hasOwnStdin: boolean, change?: Change): Promise<Executed>;
}

/** A file of an image. Where its bytes are fewer than its size, it could not be brought. */
export interface ImageFile {
  size: number;
  bytes: Uint8Array;
}

/**
 * The process that asks, where it runs on a machine whose executables are interposed. Live only: hooks and
 * logs see it, the tape does not.
 */
export interface Caller {
  pid: number;
  parent: number;
  uid: number;
  gid: number;
  umask: number;
  /** The path that was executed, links not followed. */
  target: Uint8Array;
  /** Undefined where the folder was deleted. */
  cwd: Uint8Array | undefined;
  /** stdin, stdout and stderr. */
  descriptors: readonly { open: boolean; tty: boolean }[];
  /** Its ancestors below the deck, the nearest first; empty where the system does not tell. Asked for once. */
  invokers(): Promise<readonly Invoker[]>;
  /** Whether its stdin is the very one that its parent has: what is not read of it, others may want. */
  sharesStdin(): Promise<boolean>;
  /** What the image brings along that it runs in; absent where it is in none. Undefined: it went away before. */
  imageData?: () => Promise<ImageFile | undefined>;
  original: Original;
}
