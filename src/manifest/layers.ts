import { basename, dirname } from 'node:path';
import type { HookSpec } from '../hooks/spec.ts';
import type { ManifestFile } from './manifest.ts';
import type { Path } from './problem.ts';

/** A hook of a manifest, with its place among those of others. */
export interface LayeredHook {
  spec: HookSpec;
  name: string;
  /** 0 is the farthest file's. */
  layer: number;
  file: ManifestFile;
  path: Path;
}

/**
 * The hooks of manifests, from the farthest to the nearest, in the order of their turns to be registered in. A
 * nearer hook stands in place of a farther one by its name.
 *
 * @param nearer names of hooks that stand in place of any of these
 */
export function layeredHooks(files: readonly ManifestFile[], nearer: readonly string[] = []): LayeredHook[] {
  const all = files.flatMap(hooksOf);
  const last = new Map(all.map(({ spec, layer }) => [spec.name, layer]));
  const kept = all.filter(
    ({ spec: { name }, layer }) => name === undefined || (last.get(name) === layer && !nearer.includes(name)),
  );
  return named(kept, nearer);
}

/** Those of a file: what its image makes of answers comes first. */
function hooksOf(file: ManifestFile, layer: number): Omit<LayeredHook, 'name'>[] {
  const { transforms = [], hooks = [] } = file.spec;
  return [
    ...transforms.map((spec, i) => ({
      ...{ layer, file, path: ['transforms', i] },
      spec: { ...spec, when: 'after' as const },
    })),
    ...hooks.map((spec, i) => ({ layer, file, path: ['hooks', i], spec })),
  ];
}

/** What has no name gets one by its place, such as `esx.yaml:12`. */
function named(hooks: readonly Omit<LayeredHook, 'name'>[], nearer: readonly string[]): LayeredHook[] {
  const taken = new Set([...nearer, ...hooks.flatMap(({ spec }) => spec.name ?? [])]);
  return hooks.map((hook) => {
    const name = hook.spec.name ?? freeName(hook, taken);
    taken.add(name);
    return { ...hook, name };
  });
}

/** With as much of the path as tells it from others. */
function freeName({ file, path }: Omit<LayeredHook, 'name'>, taken: ReadonlySet<string>): string {
  const line = /:(\d+):\d+$/.exec(file.place({ path }))?.[1] ?? '1';
  let folder = dirname(file.realPath);
  let name = `${basename(file.realPath)}:${line}`;
  while (taken.has(name) && folder !== dirname(folder)) {
    name = `${basename(folder)}/${name}`;
    folder = dirname(folder);
  }
  // Two in one line.
  for (let i = 2; taken.has(name); i++) name = `${name.replace(/ \(\d+\)$/, '')} (${i})`;
  return name;
}
