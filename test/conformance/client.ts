import type { TtySize } from '../../src/event.ts';
import type { Observation } from './observation.ts';

/** A kind of client. */
export interface Client {
  name: string;
  /** Whether all that it saw stands in the order in which it came. */
  seesOrder: boolean;
  /** What it can see of what there is to be seen. */
  sees(expected: Observation): Observation;
  connect(server: Server): Promise<Connection>;
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
  start(command: Uint8Array, tty: TtySize | undefined, hear: Hear): Promise<Running>;
}

/** Called with each piece of output as it comes. */
export type Hear = (stream: 'stdout' | 'stderr', bytes: Uint8Array) => void;

export interface Running {
  write(bytes: Uint8Array): void;
  closeStdin(): void;
  /** All that was seen, when nothing more can come. */
  readonly over: Promise<Observation>;
  /** Ends it, whatever it is at. */
  cut(): void;
}
