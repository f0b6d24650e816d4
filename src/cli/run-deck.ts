import type { DeckOptions } from '../deck-options.ts';
import { openDeck } from '../deck.ts';
import type { SshDoorOptions } from '../doors/ssh/door.ts';
import type { Deck } from '../running-deck.ts';
import { withoutPasswords } from '../upstreams/passwords.ts';
import { writeClientFiles, type ClientFiles } from './client-files.ts';
import { closeDeck, type Closed } from './close-deck.ts';
import { commandVariables, readyContent, servingLines } from './client-access.ts';
import { openLogFile, type LogFile } from './call-log.ts';
import { catchEndSignals, type EndSignals } from './end-signals.ts';
import { ENDED_WELL, exitCodeOfRun, TROUBLE } from './exit-code.ts';
import { writeReadyFile } from './ready-file.ts';
import { writeReport, type ReportFlags } from './report.ts';
import { runCommand, type Command } from './run-command.ts';
import { summary } from './summary.ts';
import { ReaderGone, type Terminal } from './terminal.ts';

/** A deck to be run for COMMAND, or, without one, until a signal ends it. */
export interface DeckRun extends ReportFlags {
  deck: DeckOptions & { ssh: readonly SshDoorOptions[]; origin: string };
  command: Command | undefined;
  readyFile: string | undefined;
  log: string | undefined;
  requireAllPlayed: boolean;
}

/**
 * Opens the deck, serves, closes it, and tells how it went.
 *
 * @returns the exit code
 * @throws TapeheadError as `openDeck()`, or where a file named by an option cannot be written
 */
export async function runDeck(run: DeckRun, terminal: Terminal): Promise<number> {
  using log = run.log === undefined ? undefined : openLogFile(run.log);
  await using deck = await openDeck({ ...run.deck, ...(log && { log, ssh: run.deck.ssh.map(toldTo(log)) }) });
  using signals = catchEndSignals(terminal.process);

  const code = await whileReady(deck, run, terminal, signals);

  let closed: Closed;
  try {
    closed = await closeDeck(deck, code === ENDED_WELL, terminal, signals);
  } catch (error) {
    terminal.complain(error);
    return code === ENDED_WELL ? TROUBLE : code;
  }
  let exitCode = exitCodeOfRun(code, closed, run.requireAllPlayed);
  terminal.say(summary(closed.report, { ...run, missesWereTold: run.command !== undefined }));
  if (log?.failure) {
    terminal.complain(log.failure);
    exitCode ||= TROUBLE;
  }
  if (!(await reported(closed, exitCode, run, terminal))) exitCode ||= TROUBLE;
  return exitCode;
}

const toldTo =
  (log: LogFile) =>
  (door: SshDoorOptions): SshDoorOptions => ({ ...door, log: (line) => log.told(line) });

/** Whether who wanted the report got it, or does not want it any more. What COMMAND came to stays the news. */
async function reported(
  { report }: Closed,
  exitCode: number,
  run: DeckRun,
  terminal: Terminal,
): Promise<boolean> {
  try {
    await writeReport(report, exitCode, run, terminal);
    return true;
  } catch (error) {
    if (error instanceof ReaderGone) return true;
    terminal.complain(error);
    return false;
  }
}

/** What clients need lies on the disk for as long as they are served, and no longer. */
async function whileReady(
  deck: Deck,
  run: DeckRun,
  terminal: Terminal,
  signals: EndSignals,
): Promise<number> {
  const doors = deck.ready.ssh.map((ready, i) => ({
    ready,
    origin: run.deck.ssh[i]?.origin ?? run.deck.origin,
  }));
  await using clients = await writeClientFiles(doors);
  await using _ =
    run.readyFile === undefined ? undefined : await writeReadyFile(run.readyFile, readyContent(clients));
  if (run.command === undefined) return await serve(clients, terminal, signals);
  const env = withoutPasswords(terminal.process.env);
  const variables = commandVariables(clients, doors[0]?.origin ?? run.deck.origin);
  return await runCommand(run.command, { ...env, ...variables }, terminal, signals);
}

/** Serves until a signal: the way to end a run well where there is no COMMAND. */
async function serve(clients: ClientFiles, terminal: Terminal, signals: EndSignals): Promise<number> {
  terminal.say(servingLines(clients));
  if (terminal.process.stderr.isTTY) terminal.say('tapehead: Ctrl-C ends it');
  await new Promise<void>((resolve) => {
    // In charge until closing takes over, so that a second signal then cuts.
    signals.handTo(() => resolve());
  });
  return ENDED_WELL;
}
