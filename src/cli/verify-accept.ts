import type { Planned } from '../../recorder/verify/planned.ts';
import type { Verification } from '../../recorder/verify/verification.ts';
import { wholePattern } from '../../recorder/verify/whole-pattern.ts';
import { TapeheadError } from '../errors.ts';
import { commandPrefix } from '../normalise/command-words.ts';
import { plural } from '../plural.ts';
import type { VerifiedRecording, VerifyReport } from '../verified.ts';
import type { Terminal } from './terminal.ts';
import { chooseInteractively, type Ask } from './verify-choose.ts';

/** Which of what has drifted takes the place of what is recorded. */
export type AcceptChoice =
  { kind: 'all' } | { kind: 'interactive'; ask: Ask } | { kind: 'pattern'; source: string };

/**
 * Accepts what was chosen, and says so.
 *
 * @returns what was accepted
 * @throws TapeheadError as `Verification.accept()`
 */
export async function acceptDrift(
  verification: Verification,
  { recordings }: VerifyReport,
  choice: AcceptChoice,
  terminal: Terminal,
): Promise<ReadonlySet<VerifiedRecording>> {
  const planned = new Map(
    verification.toRun.map((one) => [nameOf({ cassette: one.cassette.path, index: one.index }), one]),
  );
  const drifted = recordings.filter(({ verdict }) => verdict === 'drift');
  const chosen = await choose(drifted, choice, (one) => planned.get(nameOf(one)), terminal);
  const written = await verification.accept(chosen);
  const what = `${chosen.length} of ${drifted.length} drifted ${plural(drifted.length, 'recording')}`;
  terminal.say(`tapehead: accepted ${what}${written.length > 0 ? `; wrote ${written.join(', ')}` : ''}`);
  const [first] = drifted;
  if (choice.kind === 'pattern' && chosen.length === 0 && first)
    terminal.say(`try: a pattern for all of a command, such as '${first.name} .*'`);
  return new Set(chosen);
}

async function choose(
  drifted: readonly VerifiedRecording[],
  choice: AcceptChoice,
  plannedOf: (one: VerifiedRecording) => Planned | undefined,
  terminal: Terminal,
): Promise<readonly VerifiedRecording[]> {
  switch (choice.kind) {
    case 'all':
      return drifted;
    case 'interactive': {
      const choosable = drifted.map((recording) => {
        const asked = plannedOf(recording)?.asked;
        return { recording, command: asked ? commandPrefix(asked) : recording.name };
      });
      return chooseInteractively(choosable, choice.ask, terminal);
    }
    case 'pattern': {
      const pattern = wholePattern(choice.source);
      return drifted.filter((one) => pattern.matches(plannedOf(one)?.command ?? one.command));
    }
  }
}

const nameOf = ({ cassette, index }: Pick<VerifiedRecording, 'cassette' | 'index'>): string =>
  `${index} ${cassette}`;

/** @throws TapeheadError USAGE where there is nobody to be asked, BAD_PATTERN */
export function acceptChoice(text: string, ask: Ask | undefined): AcceptChoice {
  if (text === 'all') return { kind: 'all' };
  if (text !== 'interactive') {
    wholePattern(text);
    return { kind: 'pattern', source: text };
  }
  if (ask) return { kind: 'interactive', ask };
  throw new TapeheadError(
    'USAGE',
    '--accept interactive has no terminal to ask at',
    '--accept all, or a pattern for all of a command',
  );
}
