import type { Notice } from '../listing/entry.ts';
import type { Content } from '../tar/entry.ts';

/** What an image holds at a path. Paths are absolute, and bytes as latin1: a file system knows no encoding. */
export type ImageNode = { path: string; layer: Layer } & Owned &
  (
    | { kind: 'folder' }
    | { kind: 'file'; content: Content }
    | { kind: 'symlink'; target: string }
    /** To a file of the same layer. */
    | { kind: 'hardlink'; to: string }
  );

export interface Owned {
  /** 0 to 0o7777. */
  mode: number;
  owner: string;
  group: string;
}

/**
 * From the bottom: what looks like the host, with the base tools; the shim and what is interposed; the image's data. So a
 * change of a manifest leaves those below as they are.
 */
export const LAYERS = ['surface', 'shim', 'data'] as const;
export type Layer = (typeof LAYERS)[number];

/** What is not the host's lies in these. */
export const OWN = '/.tapehead';
export const SHADOW = '/.shadow';
export const SHIM = `${OWN}/shim`;
export const BASE_TOOLS = `${OWN}/busybox`;

/** An image as it will be, with what there is to tell of it. */
export interface ImagePlan {
  /** Sorted by the bytes of their paths: a folder comes before what is in it. */
  readonly nodes: readonly ImageNode[];
  readonly ids: Ids;
  readonly counts: Counts;
  readonly notices: readonly Notice[];
}

/** Numbers of users and groups by their names. */
export interface Ids {
  uid: (name: string) => number;
  gid: (name: string) => number;
}

export interface Counts {
  folders: number;
  /** With content. */
  files: number;
  /** Empty, where the listing tells of a file whose content is not known. */
  standIns: number;
  symlinks: number;
  /** Those to the shim and to the base tools aside. */
  hardLinks: number;
  /** Paths that are the shim. */
  interposed: number;
  /** Paths that are the container's own shell and base tools. */
  baseTools: number;
  /** Originals and libraries in `/.shadow`. */
  shadowed: number;
}
