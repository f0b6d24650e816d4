import type { TtySize } from '../../src/event.ts';
import type { Observation } from './observation.ts';

/** A kind of client. */
export type Client = SshClient | ShimClient;

/** One that logs in, be it to a host or to a deck. */
export interface SshClient extends Sight {
  door: 'ssh';
  connect(server: Server): Promise<Connection>;
}

/** One that starts programs here, in whose place the shim stands. */
export interface ShimClient extends Sight {
  door: 'shim';
  /** `socket`: the deck's. */
  connect(socket: string): Promise<Connection>;
}

interface Sight {
  name: string;
  /** Whether all that it saw stands in the order in which it came. */
  seesOrder: boolean;
  /** What it can see of what there is to be seen. */
  sees(expected: Observation): Observation;
}

/** An SSH server, and what it takes to be let in. */
export interface Server {
  host: string;
  port: number;
  user: string;
  /** Files: the private key, and the known_hosts that has the server's. */
  identity: string;
  knownHosts: string;
}

/** Where a client starts executions. */
export interface Connection extends AsyncDisposable {
  start(asking: Asking, hear: Hear): Promise<Running>;
}

/** What a client is to ask for. */
export interface Asking {
  command: Uint8Array;
  /** A shell is asked for, and the command is what this host has for one. */
  shell: boolean;
  tty: TtySize | undefined;
  /** Sent along as `env` requests. */
  env: Readonly<Record<string, string>>;
  /** Where the client's own stdin comes from: kept open, /dev/null, or closed before it starts. */
  stdin: 'open' | 'null' | 'closed';
  /** Output is not held but digested. */
  digested: boolean;
}

/** Called with each piece of output as it comes. */
export type Hear = (stream: 'stdout' | 'stderr', bytes: Uint8Array) => void;

export interface Running {
  /** Resolves when more may be written. */
  write(bytes: Uint8Array): Promise<void>;
  closeStdin(): void;
  /** All that was seen, when nothing more can come. */
  readonly over: Promise<Observation>;
  /** Makes its terminal as wide as this, and no higher or lower, as two changes may be heard of as one. */
  widen(columns: number): Promise<void>;
  /** The client ends it, as by closing the channel or by a signal to `ssh`, and is to be asked no more. */
  cancel(): Promise<void>;
  /** The client dies. */
  cut(): Promise<void>;
}
