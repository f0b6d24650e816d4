/** What a deck keeps of its calls. */
export interface CallKeeping {
  /** How many are kept; of more the first answered are dropped. Default 1,000; with 0 none can be asked for. */
  most?: number;
  /** Whether what a client typed and got is kept, too. Default: no. */
  streams?: boolean | StreamLimits;
  /**
   * Whether a shim tells of each call who started the process that asks, so that kept calls can be matched by
   * `invoker`. Default: no.
   */
  invokers?: boolean;
}

/** In bytes. */
export interface StreamLimits {
  /** Of one stream, from its beginning. Default 1 MiB. */
  perStream?: number;
  /** Of all calls together; those of the oldest are dropped first. Default 64 MiB. */
  inAll?: number;
}

/** The words of calls that are kept, in bytes, about: clients may ask at length. */
export const MOST_ASKED = 32 * 1024 * 1024;

const MOST_CALLS = 1_000;
const PER_STREAM = 1024 * 1024;
const IN_ALL = 64 * 1024 * 1024;

/** The same, with nothing left open. */
export interface Kept {
  most: number;
  streams: Required<StreamLimits> | undefined;
  invokers: boolean;
}

export function keptOf({ most = MOST_CALLS, streams = false, invokers = false }: CallKeeping = {}): Kept {
  const limits = streams === true ? {} : streams;
  return {
    most,
    streams: limits === false ? undefined : { perStream: PER_STREAM, inAll: IN_ALL, ...limits },
    invokers,
  };
}
