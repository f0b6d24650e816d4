import type { When } from '../hooks/hook.ts';
import { layeredHooks } from '../manifest/layers.ts';
import { executing } from '../manifest/make-hooks.ts';
import type { Manifest } from '../manifest/manifest.ts';
import { plural } from '../plural.ts';

/** What manifests hold, as a deck has it. */
export interface ManifestSummary {
  ok: true;
  /** From the farthest. */
  layers: readonly LayerSummary[];
  /** In the order in which they are registered. */
  hooks: readonly { name: string; when: When; layer: number; file: string }[];
  /** By the name of a nearer one. */
  replaced: readonly { name: string; file: string; by: string }[];
  normalisers: number;
  redactors: number;
  /** Whether --allow-run is needed. */
  runs: boolean;
}

interface LayerSummary {
  file: string;
  layer: number;
}

export function manifestSummary({ files }: Manifest): ManifestSummary {
  const hooks = layeredHooks(files);
  return {
    ok: true,
    layers: files.map(({ path: file }, layer) => ({ file, layer })),
    hooks: hooks.map(({ name, spec: { when = 'miss' }, layer, file }) => ({
      name,
      when,
      layer,
      file: file.path,
    })),
    replaced: replacedIn(files, hooks),
    normalisers: count(files.flatMap(({ spec }) => spec.normalisers ?? [])),
    redactors: count(files.flatMap(({ spec }) => spec.redactors ?? [])),
    runs: hooks.some((hook) => executing(hook).length > 0) || nearestMiss(files) === 'passthrough',
  };
}

/** Of one name there is one. */
const count = (rules: readonly { name: string }[]): number => new Set(rules.map(({ name }) => name)).size;

const nearestMiss = (files: Manifest['files']): string | undefined =>
  files.findLast(({ spec }) => spec.miss !== undefined)?.spec.miss;

function replacedIn(
  files: Manifest['files'],
  hooks: ReturnType<typeof layeredHooks>,
): ManifestSummary['replaced'] {
  return files.flatMap(({ path, spec }, layer) =>
    [...(spec.transforms ?? []), ...(spec.hooks ?? [])].flatMap(({ name }) => {
      const nearer = hooks.find((hook) => hook.name === name && hook.layer > layer);
      return name === undefined || !nearer ? [] : [{ name, file: path, by: nearer.file.path }];
    }),
  );
}

/** For people. */
export function summaryText(summary: ManifestSummary): string {
  const { layers, hooks, replaced, normalisers, redactors, runs } = summary;
  const lines = layers
    .toReversed()
    .map(({ file, layer }) => `${file}: ${hooksText(hooks.filter((hook) => hook.layer === layer))}`);
  const rules = [
    ...(normalisers > 0 ? [`${normalisers} ${plural(normalisers, 'normaliser')}`] : []),
    ...(redactors > 0 ? [`${redactors} ${plural(redactors, 'redactor')}`] : []),
  ];
  return [
    ...lines,
    ...replaced.map(
      ({ name, file, by }) => `hook ${JSON.stringify(name)} of ${file} is replaced by that of ${by}`,
    ),
    ...(rules.length > 0 ? [rules.join(', ')] : []),
    ...(runs ? ['programs or originals are run: a deck needs --allow-run'] : []),
    `all right${layers.length > 1 ? `, ${layers.length} layers, the nearest first` : ''}`,
  ]
    .map((line) => `${line}\n`)
    .join('');
}

/** `3 hooks: 2 before, 1 after`. */
function hooksText(hooks: readonly { when: When }[]): string {
  if (hooks.length === 0) return 'no hooks';
  const byWhen = (['before', 'miss', 'after'] as const).flatMap((when) => {
    const those = hooks.filter((hook) => hook.when === when).length;
    return those === 0 ? [] : [`${those} ${when}`];
  });
  return `${hooks.length} ${plural(hooks.length, 'hook')}: ${byWhen.join(', ')}`;
}
