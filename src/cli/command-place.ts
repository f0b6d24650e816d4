import type { DeckShimDoor } from '../deck-options.ts';
import type { Interposed } from '../interpose/interposed.ts';
import { shimBinary } from '../shim/binary.ts';
import { withoutPasswords } from '../upstreams/passwords.ts';
import type { EndSignals } from './end-signals.ts';
import { interposeForCommand } from './interposed-command.ts';
import { runCommand, type Command } from './run-command.ts';
import type { Terminal } from './terminal.ts';

/** Where COMMAND runs: on this machine, or in an image. */
export interface CommandPlace extends AsyncDisposable {
  /** The deck's doors for shims, which are there before the deck is. */
  readonly doors: readonly DeckShimDoor[];
  /**
   * Runs COMMAND there to its end.
   *
   * @param variables by which it finds the deck
   * @returns its exit code, as `runCommand()`
   */
  run(
    command: Command,
    variables: Readonly<Record<string, string>>,
    terminal: Terminal,
    signals: EndSignals,
  ): Promise<number>;
}

/**
 * This machine, with what is interposed for COMMAND.
 *
 * @throws TapeheadError USAGE, NO_NAMESPACE
 */
export async function thisMachine(
  interposed: readonly Interposed[],
  doors: readonly DeckShimDoor[],
): Promise<CommandPlace> {
  const made = await interposeForCommand(interposed, doors, shimBinary);
  return {
    doors: made.doors,
    run(command, variables, terminal, signals) {
      const env = withoutPasswords(terminal.process.env);
      const all = { ...env, ...made.variables(env), ...variables };
      return runCommand(made.start(command), all, terminal, signals);
    },
    [Symbol.asyncDispose]: () => made[Symbol.asyncDispose](),
  };
}
