import type { Command } from 'commander';
import type { DeckOptions } from '../../deck-options.ts';
import { given } from './given.ts';
import { each, nonEmpty } from './values.ts';

/** What commander makes of the options on manifests. */
export interface ManifestFlags {
  manifest?: readonly string[];
  allowRun?: boolean;
}

export function addManifestOptions(command: Command): Command {
  return command
    .optionsGroup('Hooks:')
    .option(
      '--manifest <file>',
      'hooks, rules of matching, normalisers and redactors, as YAML; may be given again: the later is the nearer to ' +
        'the test; other options win over both',
      each(nonEmpty('--manifest', 'FILE')),
    )
    .option('--allow-run', 'manifests and the control API may have hooks run programs and originals');
}

export const manifestOptions = (flags: ManifestFlags): Pick<DeckOptions, 'manifests' | 'allowRun'> => ({
  ...(flags.manifest && { manifests: flags.manifest }),
  ...given(flags, ['allowRun']),
});
