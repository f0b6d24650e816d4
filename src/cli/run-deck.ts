import type { DeckOptions, DeckShimDoor } from '../deck-options.ts';
import { openDeck } from '../deck.ts';
import type { SshDoorOptions } from '../doors/ssh/door.ts';
import type { Interposed } from '../interpose/interposed.ts';
import type { Deck } from '../running-deck.ts';
import { writeClientFiles } from './client-files.ts';
import { closeDeck, type Closed } from './close-deck.ts';
import { thisMachine, type CommandPlace } from './command-place.ts';
import { type Access, commandVariables, readyContent, servingLines } from './client-access.ts';
import { catchEndSignals, type EndSignals } from './end-signals.ts';
import { ENDED_WELL, exitCodeOfRun, TROUBLE } from './exit-code.ts';
import { type Log, openLog } from './log.ts';
import { writeReadyFile } from './ready-file.ts';
import { writeReport, type ReportFlags } from './report.ts';
import type { Command } from './run-command.ts';
import { summary } from './summary.ts';
import { ReaderGone, type Terminal } from './terminal.ts';

/** A deck to be run for COMMAND, or, without one, until a signal ends it. */
export interface DeckRun extends ReportFlags {
  deck: DeckOptions & { ssh: readonly SshDoorOptions[]; shim: readonly DeckShimDoor[]; origin: string };
  command: Command | undefined;
  /** What is the shim for COMMAND. */
  interpose: readonly Interposed[];
  /** Makes another place than this machine for COMMAND to run, of the doors for shims that were asked for. */
  place?: (doors: readonly DeckShimDoor[]) => Promise<CommandPlace>;
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
  using log = openLog(run.log, run.command === undefined, terminal);
  const { place: otherPlace, interpose } = run;
  await using place = await (otherPlace?.(run.deck.shim) ?? thisMachine(interpose, run.deck.shim));
  await using deck = await openDeck({
    ...run.deck,
    ssh: run.deck.ssh.map(toldTo(log)),
    shim: place.doors.map(toldTo(log)),
    ...(log && { log }),
    // Nobody else could ask for them.
    calls: run.deck.control ? {} : { most: 0 },
  });
  if (run.deck.profile !== undefined) await tellOfShells(terminal);
  using signals = catchEndSignals(terminal.process);

  const code = await whileReady(deck, run, place, terminal, signals);

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

/** What a profile cannot do here, before somebody waits for it. */
async function tellOfShells(terminal: Terminal): Promise<void> {
  const { findEngine } = await import('../profiles/esxi/mock/shell/engine.ts');
  const { why } = findEngine(terminal.process.env['PATH']);
  if (why !== undefined) terminal.say(`tapehead: ${why}; simple commands are answered without\n`);
}

const toldTo =
  (log: Log | undefined) =>
  <Door extends SshDoorOptions | DeckShimDoor>(door: Door): Door =>
    log ? { ...door, log: (line: string) => log.told(line) } : door;

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
  place: CommandPlace,
  terminal: Terminal,
  signals: EndSignals,
): Promise<number> {
  const doors = deck.ready.ssh.map((ready, i) => ({
    ready,
    origin: run.deck.ssh[i]?.origin ?? run.deck.origin,
  }));
  await using clients = doors.length > 0 ? await writeClientFiles(doors) : undefined;
  const access = { doors: clients?.doors ?? [], sockets: deck.ready.shim, control: deck.ready.control };
  await using _ =
    run.readyFile === undefined ? undefined : await writeReadyFile(run.readyFile, readyContent(access));
  if (run.command === undefined) return await serve(access, terminal, signals);
  const origin = doors[0]?.origin ?? place.doors[0]?.origin ?? run.deck.origin;
  return await place.run(run.command, commandVariables(access, origin), terminal, signals);
}

/** Serves until a signal: the way to end a run well where there is no COMMAND. */
async function serve(access: Access, terminal: Terminal, signals: EndSignals): Promise<number> {
  terminal.say(servingLines(access));
  if (terminal.process.stderr.isTTY) terminal.say('tapehead: Ctrl-C ends it');
  await new Promise<void>((resolve) => {
    // In charge until closing takes over, so that a second signal then cuts.
    signals.handTo(() => resolve());
  });
  return ENDED_WELL;
}
