import type { Host } from '../model/host.ts';
import type { World } from '../world.ts';
import type { GivenOptions, Option } from './option.ts';
import type { Printed } from './printed.ts';

/** The options of a leaf, by the names it calls them. */
export type Options = Readonly<Record<string, Option<unknown>>>;

/** A command of esxcli, as data: what it takes, what it does to the host, how that is printed. */
export interface Leaf<O extends Options = Options, T = unknown> {
  /** Its words: `network nic list`. */
  path: string;
  /** What help says of it. */
  about: string;
  options?: O;
  /** What it tells of the host, which it leaves as it is. @throws Failure */
  read?(host: Host, given: GivenOptions<O>, world: World): T;
  /** What it does to the host, all of it or nothing; what it returns is printed. @throws Failure */
  change?(host: Host, given: GivenOptions<O>, world: World): T;
  /** Default: nothing, or the text that it returns. */
  prints?: Printed<T>;
  /** Only localcli has it, or only with --plugin-dir: it is not in esxcli's help. */
  internal?: boolean;
}

/** A leaf, its types known to each other; any leaf is one of `Leaf[]` then. */
export function leaf<const O extends Options = NoOptions, T = void>(
  one: Leaf<O, T> & { prints: Printed<T> },
): Leaf;
/** Without `prints` it is text that it returns, or nothing. */
export function leaf<const O extends Options = NoOptions>(
  one: Leaf<O, string | undefined | void> & { prints?: never },
): Leaf;
export function leaf(one: Leaf): Leaf {
  return one;
}

type NoOptions = Readonly<Record<string, never>>;
