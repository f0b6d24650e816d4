import type { NormaliserSwitch } from '../../src/normalise/choose.ts';
import type { VerifyOptions } from '../verify/options.ts';

/** What is run to learn from, on which hosts, and how far it may go. */
export interface LearnOptions extends Pick<
  VerifyOptions,
  | 'cassettes'
  | 'upstream'
  | 'upstreams'
  | 'profile'
  | 'trust'
  | 'timeout'
  | 'maxOutput'
  | 'manifests'
  | 'stateFolder'
  | 'signal'
  | 'clock'
> {
  /** How many times every command is run; at least 2. Default 3. */
  runs?: number;
  /** Of those that are there already. */
  normalise?: readonly NormaliserSwitch[];
  onProgress?: (progress: { done: number; of: number }) => void;
}
