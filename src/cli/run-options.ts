import { TapeheadError } from '../errors.ts';
import type { DoorFlags } from './options/doors.ts';
import type { PlayingFlags } from './options/playing.ts';
import type { ReportFlags } from './options/report.ts';
import type { Command } from './run-command.ts';
import type { DeckRun } from './run-deck.ts';

/**
 * What beside the deck makes a run.
 *
 * @throws TapeheadError USAGE for options that do not fit together.
 */
export function readRun(
  words: readonly string[] | undefined,
  flags: Pick<DoorFlags, 'ssh' | 'socket' | 'interpose' | 'readyFile' | 'log' | 'control'> &
    PlayingFlags &
    ReportFlags,
): Omit<DeckRun, 'deck'> {
  const command = readCommand(words);
  if (!command && !flags.ssh && !flags.socket) {
    throw new TapeheadError(
      'USAGE',
      'there is neither a COMMAND to run nor a door to serve at',
      'end with -- COMMAND, or give --ssh PORT (0 picks one) or --socket PATH to serve until Ctrl-C',
    );
  }
  if (!command && flags.interpose) {
    throw new TapeheadError(
      'USAGE',
      '--interpose is for COMMAND and what it starts, and there is no COMMAND',
      'end with -- COMMAND; for others --socket PATH, and shims by: tapehead shim install DIR NAME',
    );
  }
  if (!command && flags.control && 'port' in flags.control && flags.readyFile === undefined) {
    throw new TapeheadError(
      'USAGE',
      '--control makes a token, and nobody would learn it',
      'add --ready-file FILE, which holds it; or --control PATH, a socket that needs none',
    );
  }
  if (command && flags.json) {
    throw new TapeheadError('USAGE', '--json and COMMAND would both write to stdout', '--report FILE');
  }
  return {
    command,
    interpose: flags.interpose ?? [],
    readyFile: flags.readyFile,
    log: flags.log,
    requireAllPlayed: flags.requireAllPlayed ?? false,
    json: flags.json ?? false,
    report: flags.report,
  };
}

function readCommand(words: readonly string[] | undefined): Command | undefined {
  if (words === undefined) return undefined;
  const [name, ...args] = words;
  if (name !== undefined && name !== '') return [name, ...args];
  throw new TapeheadError('USAGE', 'there is no COMMAND after --', '-- go test ./...   for example');
}
