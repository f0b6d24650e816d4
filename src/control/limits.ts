/** What clients of the control API may take. */
export interface ControlLimits {
  connections: number;
  /** Of a request line and its headers together; longer is 431. */
  headerBytes: number;
  /** Until the headers of a request have come, in ms; longer is 408. */
  headersTime: number;
  /** Until all of a request has come, in ms; longer is 408. */
  requestTime: number;
  /** Until a connection is closed on which nothing moves, in ms: it has stopped reading. */
  silence: number;
}

export const DEFAULT_CONTROL_LIMITS: ControlLimits = {
  connections: 100,
  headerBytes: 16 * 1024,
  headersTime: 10_000,
  requestTime: 60_000,
  silence: 60_000,
};
