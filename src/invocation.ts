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
  /** Where a hook has modified it: all the rest says what is to be executed. */
  modified?: Modified;
}

/** What hooks have changed of an invocation; a recording has it beside what was asked. */
export interface Modified {
  /** As it came: what it is keyed by. */
  from: Invocation;
  /** In place of the executable: an absolute path, or a name to be found on a PATH. */
  target: Uint8Array | undefined;
  /** In place of the words asked, argv[0] included. */
  argv: readonly Uint8Array[] | undefined;
  /** Set wherever it is executed, whatever else is forwarded; sorted by name. */
  set: ReadonlyMap<string, Uint8Array>;
  /** Taken away wherever it is executed; sorted. */
  unset: readonly string[];
  /** The folder it is executed in, absolute. */
  cwd: Uint8Array | undefined;
}

/** The invocation as it came, whatever hooks have made of it. */
export const asAsked = (invocation: Invocation): Invocation => invocation.modified?.from ?? invocation;

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

/** The variables that an upstream gets: those that may be forwarded, and those that a hook has set. */
export const envToExecute = (
  invocation: Invocation,
  names: readonly string[],
): ReadonlyMap<string, Uint8Array> =>
  new Map([...forwardedEnv(invocation, names), ...(invocation.modified?.set ?? [])]);
