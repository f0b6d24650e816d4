import type { OutputEvent } from '../../src/event.ts';
import type { Recording } from '../cassette/content.ts';
import { stdinOf, VOLATILE } from './dialogue.ts';

/** What a client sent, and whether it closed stdin then. */
export interface Typed {
  bytes: Buffer;
  closed: boolean;
}

/**
 * What replaying has to come to, reckoned from the whole of what was typed, without chunks or time: an output
 * event may go out where what was typed begins with the stdin taped before it.
 */
export class DialogueModel {
  readonly #isVolatile: boolean;

  constructor(isVolatile: boolean) {
    this.#isVolatile = isVolatile;
  }

  /** Equal for recordings that stdin does not tell apart: of these the first is the one to be played. */
  stdinClass(recording: Recording): string {
    return this.#masked(stdinOf(recording));
  }

  /** The output that may go out, and whether that is all of it. */
  allowed({ events }: Recording, typed: Typed): { output: string; isAll: boolean } {
    const sent = this.#masked(typed.bytes);
    const allowed: OutputEvent[] = [];
    let before = '';
    let isEndWanted = false;
    for (const event of events) {
      if (event.type === 'stdin') before += Buffer.from(event.bytes).toString('latin1');
      else if (event.type === 'eof' && event.stream === 'stdin') isEndWanted = before !== '';
      else if (event.type !== 'resize' && event.type !== 'signal') {
        const gate = this.#masked(Buffer.from(before, 'latin1'));
        const isMet = isEndWanted ? typed.closed && sent === gate : sent.startsWith(gate);
        if (!isMet) return { output: outputText(allowed), isAll: false };
        allowed.push(event);
      }
    }
    return { output: outputText(allowed), isAll: true };
  }

  #masked(bytes: Buffer): string {
    const text = bytes.toString('latin1');
    return this.#isVolatile ? text.replaceAll(new RegExp(VOLATILE, 'g'), 'id-#') : text;
  }
}

/** Output as text, the same however it was cut: of two such, one may begin with the other. */
export function outputText(events: readonly OutputEvent[]): string {
  return events.map(eventText).join('');
}

function eventText(event: OutputEvent): string {
  switch (event.type) {
    case 'stdout':
    case 'stderr': {
      const stream = event.type === 'stdout' ? 'o' : 'e';
      return [...Buffer.from(event.bytes).toString('latin1')].map((byte) => stream + byte).join('');
    }
    case 'eof':
      return `/${event.stream} ended/`;
    case 'outcome':
      return `/${JSON.stringify(event.outcome)}/`;
  }
}
