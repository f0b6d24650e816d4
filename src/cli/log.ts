import type { CallLog } from '../calls.ts';
import type { TapeheadError } from '../errors.ts';
import { jsonLog, openLogFile } from './call-log.ts';
import { liveLog } from './live-log.ts';
import type { Terminal } from './terminal.ts';

/** What is told of every call, and of clients that are turned away. */
export interface Log extends Required<CallLog>, Disposable {
  /** What a door says of a client: refused, cut off, broken. */
  told(line: string): void;
  /** Why lines are missing, if any are. */
  readonly failure: TapeheadError | undefined;
}

/** In place of a file: stderr. */
const STDERR = '-';

/**
 * The logs of a run: what `--log` names, and who serves at a terminal is shown what is asked. `-` is stderr, for people
 * where that is a terminal, else in JSON.
 *
 * @throws TapeheadError USAGE where a file cannot be opened
 */
export function openLog(file: string | undefined, serves: boolean, terminal: Terminal): Log | undefined {
  const { stderr } = terminal.process;
  const logs = [
    ...(file !== undefined && file !== STDERR ? [openLogFile(file)] : []),
    ...(file === STDERR && !stderr.isTTY ? [jsonLog((line) => void stderr.write(line))] : []),
    ...((file === STDERR || serves) && stderr.isTTY ? [liveLog(terminal)] : []),
  ];
  const [first] = logs;
  return logs.length > 1 ? together(logs) : first;
}

const together = (logs: readonly Log[]): Log => ({
  get failure() {
    return logs.find(({ failure }) => failure !== undefined)?.failure;
  },
  asked: (call) => logs.forEach((log) => log.asked(call)),
  answered: (call) => logs.forEach((log) => log.answered(call)),
  said: (message) => logs.forEach((log) => log.said(message)),
  told: (line) => logs.forEach((log) => log.told(line)),
  [Symbol.dispose]: () => logs.forEach((log) => log[Symbol.dispose]()),
});
