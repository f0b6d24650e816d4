/** What a command of the host says, and how it exits. */
export interface Said {
  stdout?: string;
  stderr?: string;
  /** The connection is closed in place of an exit status: the host goes down. */
  drops?: boolean;
  /** Default 0. */
  exit?: number;
  /** What of it the profile does not have: told in the log, so that nobody takes the answer for a host's. */
  notImplemented?: string;
}
