import { callJson } from '../call-json.ts';
import type { AnsweredCall } from '../calls.ts';
import { askedText } from '../asked-text.ts';
import { troubleOf } from '../calls.ts';
import { visible } from '../visible.ts';
import { callLine, type CallJson, messageLine } from './call-line.ts';
import type { Log } from './log.ts';
import type { Terminal } from './terminal.ts';

/** The width that a terminal has at least. */
const WIDTH = 79;

/** The log as people watch it: a line for each call that was answered and what hooks said of it, below it what runs now. */
export function liveLog(terminal: Terminal): Log {
  const underWay = new Map<number, string>();
  const showUnderWay = (): void => {
    const latest = [...underWay.values()].at(-1) ?? '';
    terminal.progress(latest === '' ? '' : `${latest} …`.slice(0, WIDTH));
  };
  return {
    failure: undefined,
    asked({ number, origin, asked }) {
      underWay.set(number, `${visible(origin)}: ${askedText(asked)}`);
      showUnderWay();
    },
    answered(call) {
      underWay.delete(call.number);
      terminal.say([callLine(callJson(call) as CallJson), ...why(call)].join('\n'));
      showUnderWay();
    },
    said(message) {
      terminal.say(messageLine(message));
      showUnderWay();
    },
    told: (line) => terminal.say(visible(line)),
    [Symbol.dispose]: () => terminal.progress(''),
  };
}

/** What a miss or trouble says of itself. */
function why({ provenance }: AnsweredCall): string[] {
  const reason = provenance.from === 'miss' ? provenance.reason : troubleOf(provenance)?.reason;
  return reason === undefined ? [] : [`  ${visible(reason)}`];
}
