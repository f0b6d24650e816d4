import { literalOf, pathGlob } from '../hooks/match/glob.ts';
import type { Content } from '../tar/entry.ts';

/** Which paths a rule of a manifest is for. */
export interface Paths {
  /** As it stands in the manifest. */
  readonly glob: string;
  /** The path, where it is one only. */
  readonly literal: string | undefined;
  readonly match: (path: string) => boolean;
}

/** @throws TapeheadError BAD_PATTERN */
export function pathsOf(glob: string): Paths {
  const literal = literalOf(glob) === undefined ? undefined : Buffer.from(glob).toString('latin1');
  if (literal !== undefined) return { glob, literal, match: (path) => path === literal };
  const pattern = pathGlob(glob);
  return { glob, literal, match: (path) => pattern.capture(Buffer.from(path, 'latin1')) !== undefined };
}

/** A rule of the files manifest, its sources found. */
export interface FileRule {
  paths: Paths;
  source: FileSource;
  mode?: number;
  owner?: string;
  group?: string;
  /** `FILE:LINE:COLUMN` of it. */
  place: string;
}

export type FileSource =
  /** The mode, owner or group is another; all else stays. */
  | { kind: 'attributes' }
  | { kind: 'survey' }
  | { kind: 'empty' }
  | { kind: 'content'; content: Content }
  /** Of a package: what lies at a path of it, in itself and below. */
  | { kind: 'tree'; packed: Packed }
  | { kind: 'image'; path: string }
  | { kind: 'symlink'; target: string }
  | { kind: 'generate'; what: Generated }
  | { kind: 'folder' }
  | { kind: 'remove' };

export const GENERATED = ['passwd', 'group', 'hosts', 'hostname', 'machine-id', 'shells'] as const;
export type Generated = (typeof GENERATED)[number];

/** What a package holds, by paths as an image has them: absolute, bytes as latin1. */
export type Packed = ReadonlyMap<string, PackedNode>;

export type PackedNode = { mode: number } & (
  | { kind: 'folder' }
  | { kind: 'file'; content: Content }
  | { kind: 'symlink'; target: string }
  /** To another path of the package. */
  | { kind: 'hardlink'; to: string }
);

/** The interpose manifest, compiled. */
export interface InterposeRules {
  include: readonly (Paths & { place: string })[];
  exclude: readonly (Paths & { place: string })[];
  perPath: readonly { paths: Paths; log?: false; miss?: 'fail' | 'passthrough'; place: string }[];
}
