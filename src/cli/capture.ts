import { performance } from 'node:perf_hooks';
import type { DeckOptions } from '../deck-options.ts';
import { openDeck } from '../deck.ts';
import { describeOutcome, isAnswer, type Outcome } from '../outcome.ts';
import type { Deck } from '../running-deck.ts';
import { bytesJson } from './bytes-json.ts';
import { openLogFile } from './call-log.ts';
import { closeDeck } from './close-deck.ts';
import { countingStdio } from './counting-stdio.ts';
import { catchEndSignals, type EndSignals } from './end-signals.ts';
import { exitCodeOfRun } from './exit-code.ts';
import { signalCode } from './run-command.ts';
import { summary } from './summary.ts';
import { ReaderGone, type Terminal } from './terminal.ts';
import { visible } from './visible.ts';

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

/** What one command came to: how it ended, the bytes it wrote, and the µs it took. */
interface Captured {
  command: Uint8Array;
  outcome: Outcome | undefined;
  stdout: number;
  stderr: number;
  duration: number;
}

/**
 * Executes the commands in order and tapes them. The first that is lost or refused ends it, unless those are
 * taped too; so does a signal.
 *
 * @returns the exit code
 * @throws TapeheadError as `openDeck()` and `Deck.close()`
 */
export async function capture(run: Capture, terminal: Terminal): Promise<number> {
  using log = run.log === undefined ? undefined : openLogFile(run.log);
  await using deck = await openDeck({ ...run.deck, ...(log && { log }) });
  using signals = catchEndSignals(terminal.process);

  const signal = await captureAll(deck, run, terminal, signals).catch(async (error: unknown) => {
    // Such as no room for --json: the list was not gone through, so the cassette stays as it was.
    await deck.close({ endedWell: false, cut: AbortSignal.abort() });
    throw error;
  });
  const closed = await closeDeck(deck, signal === undefined, terminal, signals);

  terminal.say(summary(closed.report));
  if (log?.failure) throw log.failure;
  return signal === undefined ? exitCodeOfRun(0, closed, false) : signalCode(signal);
}

/** Gives the signal that ended it early. What ran then still runs: closing the deck waits for it. */
async function captureAll(
  deck: Deck,
  run: Capture,
  terminal: Terminal,
  signals: EndSignals,
): Promise<NodeJS.Signals | undefined> {
  let stop: (signal: NodeJS.Signals) => void = () => undefined;
  const stopped = new Promise<NodeJS.Signals>((resolve) => (stop = resolve));
  using _ = signals.handTo(stop);
  for (const [i, command] of run.commands.entries()) {
    terminal.progress(
      `${i + 1}/${run.commands.length} ${Buffer.from(command).toString()}`.slice(0, PROGRESS_WIDTH),
    );
    const captured = await Promise.race([captureOne(deck, command, run), stopped]);
    if (typeof captured === 'string') return captured;
    if (run.json && !(await told(captured, terminal))) return 'SIGPIPE';
    if (failed(captured) && !run.deck.tapeFailures) {
      terminal.say(
        `tapehead: ended at ${visible(Buffer.from(command).toString())}: ${outcomeText(captured)}`,
      );
      return undefined;
    }
  }
  return undefined;
}

const PROGRESS_WIDTH = 79;

async function captureOne(
  deck: Deck,
  command: Uint8Array,
  { deck: options, env }: Capture,
): Promise<Captured> {
  using client = countingStdio();
  const begun = performance.now();
  const invocation = {
    asked: { kind: 'string', command },
    env: forwarded(options.forwardEnv ?? [], env),
    tty: undefined,
    origin: options.origin ?? 'default',
    door: 'capture',
    user: undefined,
  } as const;
  await deck.answer(invocation, client);
  const { outcome, stdout, stderr } = client;
  return { command, outcome, stdout, stderr, duration: Math.round((performance.now() - begun) * 1000) };
}

/** False where nobody reads our stdout any more. */
async function told(captured: Captured, terminal: Terminal): Promise<boolean> {
  try {
    await terminal.data(`${JSON.stringify({ ...captured, command: bytesJson(captured.command) })}\n`);
    return true;
  } catch (error) {
    if (error instanceof ReaderGone) return false;
    throw error;
  }
}

const forwarded = (names: readonly string[], env: NodeJS.ProcessEnv): ReadonlyMap<string, Uint8Array> =>
  new Map(names.flatMap((name) => (env[name] === undefined ? [] : [[name, Buffer.from(env[name])]])));

const failed = ({ outcome }: Captured): boolean => outcome === undefined || !isAnswer(outcome);

const outcomeText = ({ outcome }: Captured): string =>
  outcome ? describeOutcome(outcome) : 'nothing was answered';
