import { TapeheadError } from '../errors.ts';
import { defaultMode, type Mode } from '../mode.ts';

/**
 * The mode of a command that records: all, unless another is named. In CI one has to be named, so that
 * no pipeline records by accident what it should have found.
 *
 * @throws TapeheadError MODE_IN_CI
 */
export function namedMode(
  mode: Mode | undefined,
  command: 'record' | 'capture',
  env: NodeJS.ProcessEnv,
): Mode {
  if (mode !== undefined) return mode;
  if (defaultMode(env) !== 'none') return 'all';
  throw new TapeheadError(
    'MODE_IN_CI',
    `${command} would record, and CI is set`,
    `tapehead ${command} --mode all where that is meant; else tapehead replay`,
  );
}
