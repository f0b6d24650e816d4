import { dirname } from 'node:path';
import { TapeheadError } from '../errors.ts';
import type { ActionSpec } from '../hooks/actions/spec.ts';
import { hookOf } from '../hooks/compile.ts';
import type { Hook } from '../hooks/hook.ts';
import type { HookWorld } from '../hooks/world.ts';
import type { LayeredHook } from './layers.ts';
import type { ManifestFile } from './manifest.ts';
import { badManifest, type Told } from './told.ts';

/**
 * Makes hooks of those of manifests, each with the folder of its own.
 *
 * @param folderOf undefined: what it is made of lies in no folder that it could name files of
 * @throws TapeheadError BAD_MANIFEST, NOT_ALLOWED, with all that is wrong in any of them
 */
export function makeHooks(
  hooks: readonly LayeredHook[],
  world: HookWorld,
  folderOf: (file: ManifestFile) => string | undefined = ({ realPath }) => dirname(realPath),
): Hook[] {
  const problems: Told[] = [];
  const made = hooks.flatMap((hook) => {
    const { spec, name, layer, file, path } = hook;
    const notAllowed = world.allowRun ? [] : executing(hook);
    problems.push(...notAllowed);
    if (notAllowed.length > 0) return [];
    try {
      return [hookOf(spec, name, layer, { ...world, folder: folderOf(file) })];
    } catch (error) {
      // As a mock's file that was there a moment ago.
      if (!(error instanceof TapeheadError)) throw error;
      problems.push({ place: file.place({ path }), message: `${error.message}; ${error.remedy}` });
      return [];
    }
  });
  if (problems.length > 0) throw badManifest(problems);
  return made;
}

/** What would run programs. */
export function executing({ spec, file, path }: LayeredHook): Told[] {
  const actions: readonly ActionSpec[] = [spec.do].flat();
  return actions.flatMap((action, i) => {
    const at = [...path, 'do', ...(Array.isArray(spec.do) ? [i] : [])];
    const told = (key: string, message: string): Told[] => [
      { place: file.place({ path: [...at, key], atKey: true }), message, notAllowed: true },
    ];
    if ('run' in action) return told('run', `it runs ${action.run.argv[0] ?? ''}, which is not allowed`);
    if ('passthrough' in action) return told('passthrough', 'it runs an original, which is not allowed');
    return [];
  });
}
