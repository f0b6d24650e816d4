import type { Problem } from './problem.ts';
import type { ManifestSpec } from './spec.ts';

/** One file of a manifest, checked. */
export interface ManifestFile {
  /** As it was named, or as the manifest that extends it names it. */
  readonly path: string;
  /** Absolute; links are followed. */
  readonly realPath: string;
  readonly spec: ManifestSpec;
  /** `FILE:LINE:COLUMN` of a place in it. */
  readonly place: (problem: Pick<Problem, 'path' | 'atKey'>) => string;
}

/** A manifest with all that it extends. */
export interface Manifest {
  /** From the image's, the farthest, to the one that was named. */
  readonly files: readonly ManifestFile[];
}
