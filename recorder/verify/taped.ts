import type { CassetteFile } from '../../src/cassette/file.ts';
import type { Event, ControlEvent, StdinEvent } from '../../src/event.ts';
import type { Answer } from '../../src/compare/answer.ts';
import type { OutputStream } from '../../src/compare/difference.ts';
import { exited } from '../../src/outcome.ts';
import { ruleAsTaped } from '../../src/redact/as-taped.ts';
import type { Rule } from '../../src/redact/rule.ts';
import { Gathered } from './gathered.ts';

/** Something that the client did, and after what. */
export interface Step<E extends Event = StdinEvent | ControlEvent> {
  event: E;
  /** Bytes of output that had come before. */
  after: number;
  /** When, in µs from the ask. */
  at: number;
  /** µs since the event before it. */
  since: number;
}

/** A recording as far as running it again needs it. */
export interface Taped {
  stdin: readonly Step<StdinEvent>[];
  controls: readonly Step<ControlEvent>[];
  /** Bytes of output. */
  length: number;
  /** µs from the ask to the outcome. */
  duration: number;
  /** What was answered. */
  gathered(): Gathered;
  /** The same, read once more. */
  again: () => Gathered;
  /** What finds secrets where they are in what was answered. */
  secretsAsTaped(): Partial<Record<OutputStream, readonly Rule[]>>;
}

/** Longer recordings are read once more when they are compared, instead of being held while they run. */
const HELD = 1024 * 1024;

/** @throws TapeheadError CASSETTE_DAMAGED, CASSETTE_UNREADABLE */
export function readTaped(file: CassetteFile, index: number, most: number): Taped {
  const isHeld = file.entry(index).length <= HELD;
  const held = new Gathered(most);
  const stdin: Step<StdinEvent>[] = [];
  const controls: Step<ControlEvent>[] = [];
  let length = 0;
  let last = 0;
  let duration: number | undefined;
  for (const event of file.events(index)) {
    const step = { after: length, at: event.at, since: event.at - last };
    last = event.at;
    if (event.type === 'stdin') stdin.push({ ...step, event: { type: 'stdin', bytes: event.bytes } });
    else if (event.type === 'eof' && event.stream === 'stdin')
      stdin.push({ ...step, event: { type: 'eof', stream: 'stdin' } });
    else if (event.type === 'signal') controls.push({ ...step, event: { type: 'signal', name: event.name } });
    else if (event.type === 'resize') {
      const { columns, rows, width, height } = event;
      controls.push({ ...step, event: { type: 'resize', columns, rows, width, height } });
    } else if ('bytes' in event) length += event.bytes.length;
    else if (event.type === 'outcome') duration ??= event.at;
    if (isHeld) held.add(event);
  }
  const again = gatherAgain(file, index, most);
  const gathered = isHeld ? () => held : again;
  const secretsAsTaped = (): ReturnType<Taped['secretsAsTaped']> =>
    file.entry(index).redacted ? rulesAsTaped(gathered()) : {};
  return { stdin, controls, length, duration: duration ?? last, gathered, again, secretsAsTaped };
}

/** None for an output that is too long to be held. */
function rulesAsTaped(gathered: Gathered): Partial<Record<OutputStream, readonly Rule[]>> {
  const digested = { stdout: gathered.isDigested('stdout'), stderr: gathered.isDigested('stderr') };
  const answer = gathered.answer(exited(0), digested);
  const rules = (content: Answer['stdout']): Rule[] => {
    const rule = 'bytes' in content ? ruleAsTaped(content.bytes, content.slots) : undefined;
    return rule ? [rule] : [];
  };
  return { stdout: rules(answer.stdout), stderr: rules(answer.stderr) };
}

/** What it makes holds nothing but the file. */
const gatherAgain = (file: CassetteFile, index: number, most: number) => (): Gathered => {
  const gathered = new Gathered(most);
  for (const event of file.passingEvents(index)) gathered.add(event);
  return gathered;
};
