import type { Generated } from '../rules.ts';

/** The manifest of files as data: where what lies in an image comes from. */
export interface FilesSpec {
  version: 1;
  /** For editors that look here, and for nothing else. */
  $schema?: string;
  /** Folders, tar and tar.gz files by name, by their paths from the manifest's folder. */
  packages?: Readonly<Record<string, string>>;
  files?: readonly FileSpec[];
}

/** One source at most; without one, what the listing has gets another mode or owner. */
export interface FileSpec {
  /** A path, or a glob for those of the listing: absolute, or with `**` first. */
  path: string;
  /** In octal: `755`. */
  mode?: string;
  owner?: string;
  group?: string;
  /** The content that the listing brings along. */
  survey?: true;
  /** A file by its path from the manifest's folder. */
  file?: string;
  /** `NAME/PATH`: what lies there in a package; of a folder, all that is in it. */
  package?: string;
  /** Another path of the image, of which this is a hard link. */
  image?: string;
  empty?: true;
  text?: string;
  generate?: Generated;
  symlink?: string;
  folder?: true;
  remove?: true;
}

/** The manifest of what is interposed, as data. */
export interface InterposeSpec {
  version: 1;
  $schema?: string;
  host?: { os?: string; version?: string; build?: string };
  labels?: Readonly<Record<string, string>>;
  /** The environment of what runs in the image. */
  variables?: Readonly<Record<string, string>>;
  /** A manifest of hooks, transforms and rules that goes into the image, by its path from here. */
  manifest?: string;
  include?: readonly string[];
  exclude?: readonly string[];
  paths?: readonly PathSpec[];
}

/** How calls of interposed paths are treated. */
export interface PathSpec {
  path: string;
  log?: false;
  miss?: 'fail' | 'passthrough';
}
