/**
 * Stable codes of {@link TapeheadError}. A code never changes its meaning and is never reused;
 * messages and remedies may be reworded in any release.
 */
export type ErrorCode =
  | 'USAGE' // options that do not fit together, or a value that cannot be read
  | 'BAD_PATTERN' // a pattern of the user's that cannot be compiled, or has no linear time
  | 'BAD_URL' // an upstream URL of no known form
  | 'NO_CASSETTE' // a path or glob that matches nothing
  | 'CASSETTE_UNREADABLE' // the file cannot be opened or read
  | 'CASSETTE_NOT_ONE' // not a cassette: another file type, a git LFS pointer, a conflict marker
  | 'CASSETTE_NEWER' // a format version this release does not know
  | 'CASSETTE_DAMAGED' // truncated or changed bytes; the message names the offset
  | 'CASSETTE_LOCKED' // another recorder is writing it
  | 'JOURNAL_LEFT' // a dead recorder's journal lies beside it
  | 'CASSETTE_UNWRITABLE' // the journal or the file cannot be written: permission, disk full
  | 'TAPING_FAILED' // taping stopped half-way; what was complete is in the journal
  | 'RECORDING_TOO_LONG' // one execution said more than a recording may hold, and was not taped
  | 'CASSETTE_CHANGED' // it is not the file any more that was verified
  | 'TRUST_UNWRITABLE' // that it was verified cannot be noted
  | 'NOT_TRUSTED' // what a cassette holds would be run, and nobody has said that it may
  | 'BAD_LISTING' // a listing of a host's files that cannot be read; the message has the place
  | 'SURVEY_FAILED' // a host whose files could not be listed, or not to the end; nothing was written
  | 'BAD_REPORT' // a JSON report that cannot be read; the message has the place
  | 'REPORTS_DIFFER' // reports that are not of one run, and cannot be merged
  | 'NO_UPSTREAM' // an origin that no upstream is for
  | 'UPSTREAM_UNREACHABLE' // no connection: name, network, port
  | 'UPSTREAM_AUTH' // connected, but not let in
  | 'HOST_KEY_UNKNOWN'
  | 'HOST_KEY_CHANGED'
  | 'DOOR_UNAVAILABLE' // a door cannot listen: port taken, address not ours
  | 'DOOR_UNSAFE' // a door opened wider than what runs behind it allows
  | 'NO_NAMESPACE' // the system allows no mount namespace to interpose absolute paths in
  | 'BAD_HOOK' // a hook that says what cannot be
  | 'BAD_MANIFEST' // a manifest that cannot be read, or says what cannot be; the message has the places, a line each
  | 'BAD_IMAGE' // what an image brings along that a deck cannot go by; the message has the places, a line each
  | 'BAD_HOST' // a description of a mock host that cannot be read, or says what cannot be; the places, a line each
  | 'HOOK_FAILED' // a hook that threw, or did not answer in its time
  | 'NOT_ALLOWED' // what runs programs, where that was not allowed
  | 'TOO_MANY_ORIGINS' // one more than a deck keeps the progress of
  | 'NO_ORIGINAL' // a client behind whom no original stands
  | 'CONTROL_REFUSED' // a request that the control API does not take; the HTTP status says of which kind
  | 'CONTROL_UNREACHABLE' // no deck answers where its control API should be
  | 'SHIM_PROTOCOL' // what a shim sent is not in its protocol
  | 'NO_SHIM' // none is built for this platform
  | 'SSH_LIBRARY' // the installed ssh2 is not the one whose insides we know
  | 'MODE_IN_CI' // a recording mode that was not named, in CI
  | 'NO_CALL' // one that was waited for did not come
  | 'TEST_FAILED' // what a test asked its deck for was not there, or did not go well
  | 'BAD_ARCHIVE' // a tar that cannot be read, or would write where it must not; the message has the offset
  | 'IMAGE_UNWRITABLE' // an image cannot be put where it should be: permission, disk full, something of others there
  | 'NO_BASE_TOOLS' // no static busybox of the platform, to be an image's shell
  | 'NOT_AN_IMAGE' // what should be an image that tapehead built is none
  | 'NO_ENGINE' // neither bubblewrap nor podman, one of which has to run an image
  | 'ENGINE_FAILED' // what has to run an image could not start it, or does not let go of it
  | 'RUN_FAILED'; // the run did not end well, its journal was kept

/** Every error tapehead raises on purpose: what is wrong, what to try, and a code to branch on. */
export class TapeheadError extends Error {
  override readonly name = 'TapeheadError';
  readonly code: ErrorCode;
  readonly remedy: string;

  constructor(code: ErrorCode, message: string, remedy: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.remedy = remedy;
  }
}

/** The two lines a person sees: what is wrong, and the remedy. Other errors have no remedy to give. */
export function explain(error: unknown): string {
  if (error instanceof TapeheadError) return `tapehead: ${error.message}\ntry: ${error.remedy}\n`;
  return `tapehead: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`;
}
