import type { Leaf } from '../esxcli/leaf.ts';

/** A top namespace of esxcli, or a part of it, with all that is in it. */
export interface Area {
  /** What help says of namespaces, by their words: `network nic`. One that is not here has a plain line. */
  namespaces: Readonly<Record<string, string>>;
  leaves: readonly Leaf[];
}
