import type { FaultSpec } from '../faults/spec.ts';

export type ActionSpec =
  | { mock: MockSpec | readonly MockSpec[] }
  | { passthrough: true }
  | { modify: ModifySpec }
  | { rewrite: RewriteSpec | readonly RewriteSpec[] }
  | { run: RunSpec }
  | { log: string }
  | { fault: FaultSpec | readonly FaultSpec[] };

/** Text in which `${name}` is what a pattern of the match captured, a file beside the manifest, or bytes. */
export type ContentSpec = string | { file: string } | { base64: string };

/** How an answer ends; nothing said: it exits with 0. */
export interface EndSpec {
  exit?: number;
  /** Without SIG. */
  signal?: string;
}

/** An answer. Of several the n-th turn takes the n-th, and the turns after the last take the last. */
export interface MockSpec extends EndSpec {
  stdout?: ContentSpec;
  stderr?: ContentSpec;
  /** What is said piece by piece; in place of `stdout` and `stderr`. */
  chunks?: readonly ChunkSpec[];
}

export interface ChunkSpec {
  stdout?: ContentSpec;
  stderr?: ContentSpec;
  /** Before it is said: `250ms`, `2s`. */
  delay?: string;
}

/** What is different of what was asked; `${name}` as in an answer. */
export interface ModifySpec {
  /** Absolute path or command name; argv[0] with it. */
  target?: string;
  /** In place of all the arguments. */
  args?: readonly string[];
  /** Null takes a variable away. */
  env?: Readonly<Record<string, string | null>>;
  cwd?: string;
}

/** What reaches the client as something else. In `with`, `${name}` is what a pattern of the match captured. */
export type RewriteSpec =
  | { stream: 'stdout' | 'stderr'; text: string; with: string }
  /** In each line by itself; `${name}` may be a group of the pattern's own. A line beyond 64 KiB is seen in parts. */
  | { stream: 'stdout' | 'stderr'; pattern: string; with: string }
  /** A field of rows of CSV (RFC 4180), whose first one names the columns; `where`: globs or patterns of others. */
  | {
      stream: 'stdout' | 'stderr';
      csv: { column: string; where?: Readonly<Record<string, string | { pattern: string }>> };
      with: string;
    }
  /** A JSON Pointer (RFC 6901), in which `*` stands for every member. The document is collected, up to 16 MiB. */
  | { stream: 'stdout' | 'stderr'; json: string; with: unknown }
  | { outcome: EndSpec };

export interface RunSpec {
  /** A program and its arguments; a path with a slash is relative to the manifest's folder. */
  argv: readonly string[];
  /** Until it has ended: `10s`. Default 60 s. */
  limit?: string;
}
