import type { HostFingerprint, Note } from '../cassette/recording.ts';
import type { Invocation } from '../invocation.ts';
import type { Outcome } from '../outcome.ts';
import type { Stdio } from '../stdio.ts';

/** How an execution ended, and what its events cannot say. */
export interface Executed {
  outcome: Outcome;
  notes: readonly Note[];
  /** Refused by ourselves, such as for a host key that is not trusted: nothing that a host answers. */
  byUs?: boolean;
  /** There is no connection to the host, and none could be made. */
  isUnreachable?: boolean;
  /** Why an original could not be run, where the outcome has no place for it. */
  failure?: string;
}

/** A place where invocations are really executed. */
export interface Upstream extends AsyncDisposable {
  readonly url: string;
  /** What is known of it without asking. */
  readonly host: HostFingerprint;

  /**
   * Asks it what it is, by an execution that no client sees. What it does not say in a few seconds, or not before `stop`
   * is aborted, stays unknown. Absent where `host` is all there is.
   */
  fingerprint?(stop?: AbortSignal): Promise<HostFingerprint>;

  /**
   * Executes once, and never a second time. Everything that happens is sent to `stdio` in the order it
   * arrived, the outcome exactly once among it; resolves when nothing more can come. What goes wrong on
   * the way is an outcome (refused, lost), not an error. When `stdio.gone` is aborted the execution is
   * cancelled. Variables in `invocation.env` are all forwarded: the caller has chosen them.
   */
  execute(invocation: Invocation, stdio: Stdio): Promise<Executed>;
}
