/**
 * What one SSH door admits. Generous for any honest client; a broken one reaches them before it harms the
 * others. The length of a command needs no limit here: a connection whose packet is longer than 256 KiB is
 * cut, as sshd does.
 */
export interface SshDoorLimits {
  /** Connections at once. */
  connections: number;
  /** Of these, such as have not proved who they are. */
  handshakes: number;
  /** Time to do so, in ms. */
  handshakeTime: number;
  /** Failed attempts to do so, as a client may have many keys. */
  authTries: number;
  /** Sessions at once on one connection. */
  sessions: number;
  /** Shims at once that one connection forwards. */
  shims: number;
  /** Time that a connection may be without a session, in ms. */
  idleTime: number;
  /** Variables of one session, and the bytes of their names and values. */
  envCount: number;
  envBytes: number;
}

export const DEFAULT_LIMITS: SshDoorLimits = {
  connections: 1_000,
  handshakes: 500,
  handshakeTime: 120_000,
  authTries: 20,
  sessions: 256,
  shims: 1_000,
  idleTime: 24 * 60 * 60 * 1_000,
  envCount: 1_000,
  envBytes: 1024 * 1024,
};
