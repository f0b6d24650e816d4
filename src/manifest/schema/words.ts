import { constants } from 'node:os';
import { z } from 'zod';
import { TapeheadError } from '../../errors.ts';
import { duration } from '../../hooks/duration.ts';
import { rateOf } from '../../hooks/faults/trickle.ts';
import { pointerOf } from '../../hooks/rewrite/json-pointer.ts';
import { nearestWord } from '../../nearest-word.ts';
import { pattern as linearPattern } from '../../pattern.ts';

/** Text that somebody else knows to read: what that throws is what is wrong with it. */
const readBy = (read: (text: string) => unknown) =>
  z.string().check((context) => {
    try {
      read(context.value);
    } catch (error) {
      if (!(error instanceof TapeheadError)) throw error;
      const message = `${error.message}; ${error.remedy}`;
      context.issues.push({ code: 'custom', message, input: context.value });
    }
  });

const matching = (expression: RegExp, what: string) =>
  z.string().check((context) => {
    if (expression.test(context.value)) return;
    const message = `${JSON.stringify(context.value)} is no ${what}`;
    context.issues.push({ code: 'custom', message, input: context.value });
  });

/** A regular expression in linear time. */
export const pattern = () => readBy(linearPattern).meta({ format: 'regex' });

/** One that is looked for in each line, without its end. */
export const patternInLine = () => readBy(checkInLine).meta({ format: 'regex' });

function checkInLine(source: string): void {
  linearPattern(source);
  if (!NAMES_LF.test(source)) return;
  throw new TapeheadError(
    'BAD_PATTERN',
    `pattern ${JSON.stringify(source)} has the end of a line in it, and is looked for in each line without its end`,
    '$ is the end; of a redactor, "lines: { from: …, until: … }" is for a secret of several lines',
  );
}

/** An LF, as itself or by its escapes, that is in no class: in one it is beside others. */
const NAMES_LF =
  /^(?:[^\\[\n]|\\(?!n|x0[aA]|u000[aA]|cJ)[^]|\[(?:[^\]\\]|\\[^])*\])*(?:\n|\\(?:n|x0[aA]|u000[aA]|cJ))/;

/** Such as `250ms`. */
export const time = () => readBy(duration).meta({ examples: ['250ms', '2s', '1.5m'] });

export const rate = () => readBy(rateOf).meta({ examples: ['500 B/s', '10 kB/s'] });

export const jsonPointer = () => readBy(pointerOf).meta({ examples: ['/disks/0/name', '/disks/*/name'] });

/** Of an environment variable (POSIX XBD 3.235). */
export const variable = () =>
  matching(/^[A-Za-z_][A-Za-z0-9_]*$/, 'name of a variable: letters, digits and _, not a digit first');

/** Of a rule: what is shown, and written where rules are listed. */
export const ruleName = () => z.string().min(1).max(200);

export const count = () => z.int().min(0);

export const stream = () => z.enum(['stdout', 'stderr']);

/** With SIG or without: as kill(1) has them. */
export const signal = () => readBy(checkSignal).meta({ examples: ['KILL', 'TERM'] });

const SIGNALS = Object.keys(constants.signals).map((name) => name.replace(/^SIG/, ''));

function checkSignal(text: string): void {
  const name = text.replace(/^SIG/, '');
  if (SIGNALS.includes(name) || /^RTM(IN(\+\d+)?|AX(-\d+)?)$/.test(name)) return;
  const meant = nearestWord(name, SIGNALS);
  throw new TapeheadError(
    'BAD_HOOK',
    `${JSON.stringify(text)} is no signal`,
    meant === undefined ? 'such as KILL, TERM or HUP' : `did you mean ${meant}?`,
  );
}
