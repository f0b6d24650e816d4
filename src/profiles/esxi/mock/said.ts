/** What a command of the host says, and how it exits. */
export interface Said {
  stdout?: string;
  stderr?: string;
  /** Default 0. */
  exit?: number;
  /** What of it the profile does not have: told in the log, so that nobody takes the answer for a host's. */
  notImplemented?: string;
}
