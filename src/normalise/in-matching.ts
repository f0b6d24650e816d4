import type { NormaliserSpec } from '../manifest/spec.ts';
import { builtIn } from './built-ins.ts';
import { rulesOfKnown } from './built-in/hosts.ts';
import { ruleOf } from './choose.ts';
import type { NormaliserRule } from './normaliser.ts';

/** A rule of a normaliser that takes part in matching. */
export interface MatchingRule extends NormaliserRule {
  /** Its normaliser's name. */
  readonly name: string;
}

/** The rules of normalisers, built-in or of manifests, that look at what is asked. */
export const matchingRules = (names: readonly string[], specs: readonly NormaliserSpec[]): MatchingRule[] =>
  names.flatMap((name) => rulesNamed(name, specs).map((rule) => ({ ...rule, name })));

/** Such rules of one: none where all that it has look at output. */
export function rulesNamed(name: string, specs: readonly NormaliserSpec[]): readonly NormaliserRule[] {
  const spec = specs.find((one) => one.name === name && one.pattern !== undefined);
  const rules =
    spec?.pattern === undefined
      ? (rulesOfKnown(name, {}) ?? builtIn(name)?.rules ?? [])
      : [ruleOf({ ...spec, pattern: spec.pattern })];
  return rules.filter(looksAtAsked);
}

const looksAtAsked = ({ columns, paths, stream }: NormaliserRule): boolean =>
  !columns && !paths && (stream === undefined || stream === 'stdin');
