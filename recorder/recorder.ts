import type { Trouble } from '../src/calls.ts';
import type { CassetteFile } from '../src/cassette/file.ts';
import type { Journal, Taping } from '../src/cassette/journal.ts';
import type { RecordingHead } from '../src/cassette/recording.ts';
import type { Clock } from '../src/clock.ts';
import type { MatchField, TapingOptions } from '../src/deck-options.ts';
import type { ErrorCode } from '../src/errors.ts';
import { asAsked, envToExecute, forwardedEnv, type Invocation } from '../src/invocation.ts';
import { isAnswer, type Outcome } from '../src/outcome.ts';
import { redactExecuted } from '../src/redact/executed.ts';
import { redactAsk } from '../src/redact/head.ts';
import type { Secrets } from '../src/redact/secrets.ts';
import { RedactedTimeline } from '../src/redact/timeline.ts';
import { redactValue } from '../src/redact/value.ts';
import type { Stdio } from '../src/stdio.ts';
import type { Executed, Upstream } from '../src/upstreams/upstream.ts';
import { tapedVariables } from '../src/taped-variables.ts';
import { TapedStdio } from './taped-stdio.ts';

export interface RecorderOptions extends TapingOptions {
  /** Fields that are matched beside the key, and so have to be on the tape. */
  match?: readonly MatchField[];
}

/**
 * How one recording went. `taped` is false for a lost or refused execution that is not wanted on the tape, and
 * where `trouble` says why it is not there.
 */
export interface Recorded {
  outcome: Outcome;
  taped: boolean;
  trouble?: Trouble;
}

/** Has an upstream answer, and tapes what passes between it and the client. */
export class Recorder {
  #journal: Journal;
  #options: RecorderOptions;
  #maxRecording: number;
  #secrets: Secrets;
  #clock: Clock;
  #begun: number;
  #latest = 0;
  /** Recordings made by this run begin after those that are there. */
  #offset: number;
  #cut = false;
  /** Executions that were begun on the tape and broke off: cut by the end of the run, or by our own trouble. */
  unfinished = 0;

  constructor(
    journal: Journal,
    options: RecorderOptions,
    secrets: Secrets,
    clock: Clock,
    after?: CassetteFile,
  ) {
    this.#journal = journal;
    this.#options = options;
    this.#maxRecording = options.maxRecording ?? MAX_RECORDING;
    this.#secrets = secrets;
    this.#clock = clock;
    this.#begun = clock.now();
    this.#offset = after ? after.duration + 1 : 0;
  }

  /** Recordings that are whole. */
  get recorded(): number {
    return this.#journal.recordings;
  }

  async record(invocation: Invocation, client: Stdio, upstream: Upstream): Promise<Recorded> {
    const { forwardEnv = [] } = this.#options;
    const env = envToExecute(invocation, forwardEnv);
    const taping = this.#journal.begin(this.#headOf(invocation));
    const timeline = new RedactedTimeline(this.#secrets, (event) => {
      taping.event(event);
      if (taping.length > this.#maxRecording) taping.abandon();
    });
    const stdio = new TapedStdio(client, this.#clock, (event) => {
      if (taping.isOpen) timeline.push(event);
    });
    try {
      const executed = await upstream.execute({ ...invocation, env }, stdio);
      const outcome = stdio.isKilled ? (stdio.outcome ?? executed.outcome) : executed.outcome;
      return this.#end(taping, timeline, { ...executed, outcome }, stdio);
    } catch (error) {
      taping.abandon();
      this.unfinished++;
      throw error;
    }
  }

  /** From here on nothing more is taped: what is under way ends because the deck does, not the host. */
  cut(): void {
    this.#cut = true;
  }

  #end(
    taping: Taping,
    timeline: RedactedTimeline,
    { outcome, notes, byUs = false }: Executed,
    stdio: TapedStdio,
  ): Recorded {
    const isWanted = !this.#cut && !byUs && this.#isWanted(outcome, stdio);
    if (isWanted && taping.isOpen) timeline.finish();
    if (taping.length > this.#maxRecording) {
      this.unfinished++;
      return { outcome, taped: false, trouble: tooLong(this.#maxRecording) };
    }
    if (!isWanted) {
      taping.abandon();
      if (this.#cut) this.unfinished++;
      return { outcome, taped: false };
    }
    taping.end({ notes });
    return { outcome, taped: this.#journal.failure === undefined };
  }

  /** Of lost and refused executions those that the host, not the client, is the reason of, and where told to. */
  #isWanted(outcome: Outcome, { gone, outcome: taped }: TapedStdio): boolean {
    if (isAnswer(outcome)) return true;
    if (outcome.kind === 'refused' && gone.aborted) return false;
    // A status that came before the connection died is on the tape, without the output that did not come.
    if (outcome.kind === 'lost' && taped && taped.kind !== 'lost') return false;
    return this.#options.tapeFailures === true;
  }

  /** µs since the run began. Recordings are in order of start, whatever becomes of the clock. */
  #elapsed(): number {
    return (this.#latest = Math.max(this.#latest, this.#clock.now() - this.#begun));
  }

  /** Keyed as asked, with what is executed beside it. */
  #headOf(invocation: Invocation): RecordingHead {
    const asked = asAsked(invocation);
    const { match = [] } = this.#options;
    const cwd = match.includes('cwd') ? asked.caller?.cwd : undefined;
    const env = forwardedEnv(asked, tapedVariables(this.#options));
    const redacted = redactAsk(asked, env, this.#secrets);
    return {
      asked: redacted.asked,
      tty: asked.tty,
      env: redacted.env,
      origin: asked.origin,
      user: match.includes('user') ? asked.user : undefined,
      start: this.#offset + this.#elapsed(),
      slots: redacted.slots.map(({ value: _, ...slot }) => slot),
      ...(invocation.modified && { executed: redactExecuted(invocation.modified, this.#secrets) }),
      ...(cwd && { cwd: redactValue(cwd, this.#secrets) }),
    };
  }
}

/** Bytes of one recording, unless told otherwise. A host that never stops would fill the disk. */
const MAX_RECORDING = 4 * 1024 ** 3;

const tooLong = (max: number): Trouble => ({
  code: 'RECORDING_TOO_LONG' satisfies ErrorCode,
  reason: `its recording took more than ${max} bytes, and was not taped; its client got all of it`,
  remedy: 'ask for less, or raise --max-recording',
});
