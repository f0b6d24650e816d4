import { explain } from './explain.ts';
import type { Problem } from './problem.ts';
import { manifest } from './schema/manifest.ts';
import type { ManifestSpec } from './spec.ts';
import { hookProblems } from './check-hooks.ts';

/** What is wrong with the data of one file, all of it; `folder`: that it lies in, absolute. */
export function checkManifest(
  data: unknown,
  folder: string,
): { spec: ManifestSpec; problems: [] } | { spec: undefined; problems: Problem[] } {
  const parsed = manifest.safeParse(data);
  const ofForm = parsed.success ? [] : explain(parsed.error.issues, manifest, data);
  const problems = [
    ...ofForm,
    ...hookProblems(data, folder),
    ...(parsed.success ? ruleProblems(parsed.data) : []),
  ];
  if (parsed.success && problems.length === 0) return { spec: parsed.data, problems: [] };
  return { spec: undefined, problems };
}

/** Of names that are given twice. */
function ruleProblems({ normalisers = [], redactors = [] }: ManifestSpec): Problem[] {
  return [...namedTwice('normalisers', normalisers), ...namedTwice('redactors', redactors)];
}

function namedTwice(key: string, rules: readonly { name: string }[]): Problem[] {
  const seen = new Set<string>();
  return rules.flatMap(({ name }, i) => {
    const isTwice = seen.has(name);
    seen.add(name);
    return isTwice
      ? [{ path: [key, i, 'name'], message: `there is one named ${JSON.stringify(name)} already` }]
      : [];
  });
}
