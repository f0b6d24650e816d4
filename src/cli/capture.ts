import type { AnsweredCall, AskedCall, CallLog } from '../calls.ts';
import type { DeckOptions } from '../deck-options.ts';
import { openDeck } from '../deck.ts';
import { describeOutcome, isAnswer } from '../outcome.ts';
import type { Deck } from '../running-deck.ts';
import { askedText } from '../asked-text.ts';
import { bytesJson } from '../bytes-json.ts';
import { closeDeck } from './close-deck.ts';
import { countingStdio } from './counting-stdio.ts';
import { catchEndSignals, type EndSignals } from './end-signals.ts';
import { exitCodeOfRun } from './exit-code.ts';
import { type Log, openLog } from './log.ts';
import { signalCode } from './run-command.ts';
import { summary } from './summary.ts';
import { ReaderGone, type Terminal } from './terminal.ts';

/** Commands to be taped one after the other. */
export interface Capture {
  deck: DeckOptions;
  /** Shell strings. */
  commands: readonly Uint8Array[];
  /** What the host gets where `forwardEnv` names it. */
  env: NodeJS.ProcessEnv;
  log: string | undefined;
  json: boolean;
}

/** What one command came to, and the bytes it wrote. What it was is told as the call has it, without its secrets. */
interface Captured {
  call: AnsweredCall;
  stdout: number;
  stderr: number;
}

/**
 * Executes the commands in order and tapes them. The first that is lost or refused ends it, unless those are
 * taped too; so does a signal.
 *
 * @returns the exit code
 * @throws TapeheadError as `openDeck()` and `Deck.close()`
 */
export async function capture(run: Capture, terminal: Terminal): Promise<number> {
  using log = openLog(run.log, false, terminal);
  const calls = followCalls(log, ({ number, asked }) => {
    const line = `${number}/${run.commands.length} ${askedText(asked)}`;
    terminal.progress(line.slice(0, PROGRESS_WIDTH));
  });
  await using deck = await openDeck({ ...run.deck, log: calls, calls: { most: 0 } });
  using signals = catchEndSignals(terminal.process);

  const signal = await captureAll(deck, calls, run, terminal, signals).catch(async (error: unknown) => {
    // Such as no room for --json: the list was not gone through, so the cassette stays as it was.
    await deck.close({ endedWell: false, cut: AbortSignal.abort() });
    throw error;
  });
  const closed = await closeDeck(deck, signal === undefined, terminal, signals);

  terminal.say(summary(closed.report));
  if (log?.failure) throw log.failure;
  return signal === undefined ? exitCodeOfRun(0, closed, false) : signalCode(signal);
}

const PROGRESS_WIDTH = 79;

/** The log of a deck that is asked one thing after the other. */
interface FollowedCalls extends CallLog {
  /** The call answered last. */
  last(): AnsweredCall;
}

function followCalls(log: Log | undefined, onAsked: (call: AskedCall) => void): FollowedCalls {
  let last: AnsweredCall | undefined;
  return {
    last() {
      if (!last) throw new Error('unreachable: a deck that answers and does not tell its log');
      return last;
    },
    asked(call) {
      onAsked(call);
      log?.asked(call);
    },
    answered(call) {
      last = call;
      log?.answered(call);
    },
    said: (message) => log?.said(message),
  };
}

/** Gives the signal that ended it early. What ran then still runs: closing the deck waits for it. */
async function captureAll(
  deck: Deck,
  calls: FollowedCalls,
  run: Capture,
  terminal: Terminal,
  signals: EndSignals,
): Promise<NodeJS.Signals | undefined> {
  let stop: (signal: NodeJS.Signals) => void = () => undefined;
  const stopped = new Promise<NodeJS.Signals>((resolve) => (stop = resolve));
  using _ = signals.handTo(stop);
  for (const command of run.commands) {
    const captured = await Promise.race([captureOne(deck, calls, command, run), stopped]);
    if (typeof captured === 'string') return captured;
    if (run.json && !(await told(captured, terminal))) return 'SIGPIPE';
    if (failed(captured) && !run.deck.tapeFailures) {
      terminal.say(`tapehead: ended at ${askedText(captured.call.asked)}: ${outcomeText(captured)}`);
      return undefined;
    }
  }
  return undefined;
}

async function captureOne(
  deck: Deck,
  calls: FollowedCalls,
  command: Uint8Array,
  { deck: options, env }: Capture,
): Promise<Captured> {
  using client = countingStdio();
  const invocation = {
    asked: { kind: 'string', command },
    env: forwarded(options.forwardEnv ?? [], env),
    tty: undefined,
    origin: options.origin ?? 'default',
    door: 'capture',
    user: undefined,
  } as const;
  await deck.answer(invocation, client);
  const { stdout, stderr } = client;
  return { call: calls.last(), stdout, stderr };
}

/** False where nobody reads our stdout any more. */
async function told({ call, stdout, stderr }: Captured, terminal: Terminal): Promise<boolean> {
  const { asked, outcome, duration } = call;
  const command = asked.kind === 'string' ? bytesJson(asked.command) : undefined;
  try {
    await terminal.data(`${JSON.stringify({ command, outcome, stdout, stderr, duration })}\n`);
    return true;
  } catch (error) {
    if (error instanceof ReaderGone) return false;
    throw error;
  }
}

const forwarded = (names: readonly string[], env: NodeJS.ProcessEnv): ReadonlyMap<string, Uint8Array> =>
  new Map(names.flatMap((name) => (env[name] === undefined ? [] : [[name, Buffer.from(env[name])]])));

const failed = ({ call: { outcome } }: Captured): boolean => outcome === undefined || !isAnswer(outcome);

const outcomeText = ({ call: { outcome } }: Captured): string =>
  outcome ? describeOutcome(outcome) : 'nothing was answered';
