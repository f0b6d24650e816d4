import type { OutputEvent, Timed } from '../src/event.ts';
import type { Outcome } from '../src/outcome.ts';
import type { Played } from './played.ts';
import type { Track } from './track.ts';

/** Before a claim no more output than this is kept, in bytes. */
const MOST_KEPT = 1024 * 1024;

/** What has gone out, kept until the claim: the recording claimed must begin with it. */
export class Sent {
  #events: Timed<OutputEvent>[] | undefined = [];
  bytes = 0;
  isNothing = true;
  outcome: Outcome | undefined;

  push(event: Timed<OutputEvent>): void {
    this.isNothing = false;
    if ('bytes' in event) this.bytes += event.bytes.length;
    if (event.type === 'outcome') this.outcome = event.outcome;
    if (this.bytes > MOST_KEPT) this.#events = undefined;
    // The bytes are the reader's, for its next events.
    this.#events?.push('bytes' in event ? { ...event, bytes: Uint8Array.from(event.bytes) } : event);
  }

  /** It turned out to be a miss. */
  missing(reason: string): Played {
    return { kind: 'miss', reason, sent: this.bytes, untouched: this.isNothing };
  }

  claimed(): void {
    this.#events = undefined;
  }

  /** Moves a track that starts anew past what has gone out; false where it says otherwise, or that was too much. */
  repeatedBy(track: Track): boolean {
    return this.#events?.every((event) => this.#repeatsEvent(track, event)) ?? false;
  }

  #repeatsEvent(track: Track, event: Timed<OutputEvent>): boolean {
    let rest = event;
    for (;;) {
      const state = track.state();
      const common = state.kind === 'ready' ? commonPart(rest, state.next) : undefined;
      if (!common) return false;
      track.advanceBy('bytes' in common ? common.bytes.length : 0);
      if (!('bytes' in rest) || !('bytes' in common) || common.bytes.length >= rest.bytes.length) return true;
      rest = { ...rest, bytes: rest.bytes.subarray(common.bytes.length) };
    }
  }
}

/** What two events begin with alike: all of them, or the first bytes of one stream; undefined where nothing. */
export function commonPart(a: Timed<OutputEvent>, b: Timed<OutputEvent>): Timed<OutputEvent> | undefined {
  if ('bytes' in a && 'bytes' in b && a.type === b.type) {
    const length = Math.min(a.bytes.length, b.bytes.length);
    const same = Buffer.compare(a.bytes.subarray(0, length), b.bytes.subarray(0, length)) === 0;
    return same ? { ...a, bytes: a.bytes.subarray(0, length) } : undefined;
  }
  if (a.type === 'eof' && b.type === 'eof' && a.stream === b.stream) return a;
  if (a.type === 'outcome' && b.type === 'outcome') {
    return JSON.stringify(a.outcome) === JSON.stringify(b.outcome) ? a : undefined;
  }
  return undefined;
}
