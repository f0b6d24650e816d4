import type { Caller } from './caller.ts';
import type { TtySize } from './event.ts';

/** What was asked for. argv[0] is the name invoked; links are not followed. */
export type Asked =
  | { kind: 'argv'; argv: readonly Uint8Array[] }
  | { kind: 'string'; command: Uint8Array }
  | { kind: 'session' }
  | { kind: 'subsystem'; name: string };

/** A terminal asked for: TERM, size, and the encoded modes of RFC 4254 §8, byte for byte. */
export interface Tty extends TtySize {
  term: string;
  modes: Uint8Array;
}

/** One execution as a client asked for it. Live: what of it is taped, and what is matched, rules decide. */
export interface Invocation {
  asked: Asked;
  /** In the order sent; a name may come twice, the last one counts. */
  env: ReadonlyMap<string, Uint8Array>;
  tty: Tty | undefined;
  /** The (mock) host or test that asks. */
  origin: string;
  /** The door it came in by, as the log shows it: `ssh`, `capture`, … */
  door: string;
  /** Who logged in, without `+origin`; undefined where a door has no such thing. */
  user: string | undefined;
  /** The process that asks, at a door on its own machine. */
  caller?: Caller;
}

/** The variables that may be forwarded and taped, in the order named; what the client did not send is left out. */
export function forwardedEnv(
  invocation: Pick<Invocation, 'env'>,
  names: readonly string[],
): (readonly [name: string, value: Uint8Array])[] {
  return names.flatMap((name) => {
    const value = invocation.env.get(name);
    return value ? [[name, value] as const] : [];
  });
}
