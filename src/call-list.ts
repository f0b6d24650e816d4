import { type AnsweredCall, troubleOf } from './calls.ts';

/** Calls that are kept with all that is known of them. */
const MOST_KEPT = 1_000;

/** What was asked and why it went wrong may be long, as clients like; bytes of it that are kept, about. */
const MOST_TEXT = 4 * 1024 * 1024;

/** Calls of one kind: all are counted, and the first are kept, so that a deck may be asked for years. */
export class CallList {
  readonly first: AnsweredCall[] = [];
  count = 0;
  #text = 0;

  push(call: AnsweredCall): void {
    this.count++;
    if (this.first.length >= MOST_KEPT || this.#text > MOST_TEXT) return;
    this.#text += textOf(call);
    this.first.push(call);
  }
}

function textOf({ asked, provenance }: AnsweredCall): number {
  const reason = provenance.from === 'miss' ? provenance.reason : troubleOf(provenance)?.reason;
  const words = asked.kind === 'argv' ? asked.argv : asked.kind === 'string' ? [asked.command] : [];
  return words.reduce((sum, { length }) => sum + length, reason?.length ?? 0);
}
