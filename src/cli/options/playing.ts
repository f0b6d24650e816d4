import type { Command } from 'commander';
import type { MatchField, MatchingOptions, MissOptions, PlayingOptions } from '../../deck-options.ts';
import { pattern } from '../../pattern.ts';
import { given } from './given.ts';
import { parseMatchField } from './match-fields.ts';
import { parsePace } from './pace.ts';
import { commaList, each, once, oneOf, seconds } from './values.ts';

/** What commander makes of the playing options. */
export interface PlayingFlags {
  match?: readonly MatchField[];
  volatile?: readonly string[];
  stdinMatching?: 'auto' | 'ignore' | 'exact';
  ttyMatching?: 'match' | 'ignore';
  repeat?: 'last' | 'never' | 'cycle';
  order?: 'any' | 'strict';
  pace?: 'instant' | 'recorded' | number;
  stdinTimeout?: number;
  miss?: 'fail' | 'passthrough';
  requireAllPlayed?: boolean;
}

export function addPlayingOptions(command: Command): Command {
  return command
    .optionsGroup('Playing:')
    .option(
      '--match <fields>',
      'also compare these: path, cwd, user, origin, env:NAME',
      commaList(parseMatchField),
    )
    .option(
      '--volatile <regex>',
      'what it matches in args, shell strings and stdin counts as equal; may be given again',
      each(linear),
    )
    .option(
      '--stdin-matching <how>',
      'auto (default): where output waited for it; ignore; exact',
      oneOf('--stdin-matching', ['auto', 'ignore', 'exact']),
    )
    .option(
      '--tty-matching <how>',
      'match (default): with a tty is another invocation than without; ignore',
      oneOf('--tty-matching', ['match', 'ignore']),
    )
    .option(
      '--repeat <policy>',
      'past the last recording of a command: last (default), never, cycle',
      oneOf('--repeat', ['last', 'never', 'cycle']),
    )
    .option('--order <order>', 'any (default), or strict: as recorded', oneOf('--order', ['any', 'strict']))
    .option(
      '--pace <pace>',
      'instant (default), recorded, or how many times faster',
      once('--pace', parsePace),
    )
    .option(
      '--stdin-timeout <seconds>',
      'how long output waits for its stdin (default 30)',
      seconds('--stdin-timeout'),
    )
    .option(
      '--miss <policy>',
      'fail (default): exit 125, and what came nearest; passthrough: a shim runs its original (never over SSH)',
      oneOf('--miss', ['fail', 'passthrough']),
    )
    .option('--require-all-played', 'exit 125 unless every recording was played');
}

export function playingOptions(flags: PlayingFlags): MatchingOptions & PlayingOptions & MissOptions {
  return {
    ...given(flags, ['match', 'volatile', 'repeat', 'order', 'pace', 'stdinTimeout', 'miss']),
    ...(flags.stdinMatching && { stdin: flags.stdinMatching }),
    ...(flags.ttyMatching && { tty: flags.ttyMatching }),
  };
}

/** @throws TapeheadError BAD_PATTERN */
const linear = (source: string): string => pattern(source).source;
