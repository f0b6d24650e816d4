import type { RedactedField, RedactorSpec, RedactorSwitch } from '../manifest/spec.ts';
import { CLUES, RULES } from './classes.ts';
import { clueRule } from './clue-rule.ts';
import type { Rule } from './rule.ts';
import { SECRET_CLASSES } from './secret-classes.ts';
import { ruleOf } from './user-rules.ts';

/** What is looked for: classes that are built in and not switched off, and people's own. */
export interface Redactors {
  /** Sorted, as a cassette's header lists them. */
  readonly classes: readonly string[];
  readonly rulesFor: (field: RedactedField) => readonly Rule[];
  /** Whether what a command line or a prompt tells to be a secret of that class is one. */
  readonly has: (secretClass: string) => boolean;
}

const FIELDS: readonly RedactedField[] = ['argv', 'env', 'stdin', 'stdout', 'stderr'];

/** @throws TapeheadError BAD_PATTERN */
export function redactorsFor(specs: readonly RedactorSpec[]): Redactors {
  const off = new Set(specs.filter(isSwitch).flatMap(({ name, off: isOff }) => (isOff ? [name] : [])));
  const own = specs.filter((spec): spec is Exclude<RedactorSpec, RedactorSwitch> => !isSwitch(spec));
  const names = SECRET_CLASSES.map(({ name }) => name).filter((name) => !off.has(name));
  const builtIn = [
    ...RULES.filter((one) => !off.has(one.class)).map(({ rule }) => rule),
    ...(names.length > 0 ? [without(off)] : []),
  ];
  const rules = own.map((spec) => ({ where: spec.in ?? FIELDS, rule: ruleOf(spec) }));
  const byField = new Map(
    FIELDS.map((field) => [
      field,
      [...builtIn, ...rules.flatMap(({ where, rule }) => (where.includes(field) ? [rule] : []))],
    ]),
  );
  return {
    classes: [...new Set([...names, ...own.map((spec) => spec.class ?? spec.name)])].sort(),
    rulesFor: (field) => byField.get(field) ?? [],
    has: (secretClass) => !off.has(secretClass),
  };
}

const isSwitch = (spec: RedactorSpec): spec is RedactorSwitch => 'off' in spec;

/** One clue may lead to secrets of several classes. */
function without(off: ReadonlySet<string>): Rule {
  const all = clueRule(CLUES);
  if (off.size === 0) return all;
  return (bytes, final) => {
    const { found, open } = all(bytes, final);
    return { found: found.filter((one) => !off.has(one.class)), open };
  };
}

/** With every class on, and none of people's own. */
export const EVERY: Redactors = redactorsFor([]);
