import type { BuiltIn, BuiltInRule } from '../normaliser.ts';

type Says = Pick<BuiltIn, 'hides'> & Partial<Pick<BuiltIn, 'where' | 'isOn'>>;

/** Of which equal values must stay equal. */
export const ids = (name: string, says: Says, rules: readonly BuiltInRule[]): BuiltIn => ({
  ...values(name, says, rules),
  identity: true,
});

/** Of which any value stands for any other. */
export const values = (name: string, says: Says, rules: readonly BuiltInRule[]): BuiltIn => ({
  name,
  label: name,
  identity: false,
  where: '',
  isOn: true,
  ...says,
  rules,
});

/** Rules that look anywhere: the pattern of each, and its trigger. */
export const anywhere = (...rules: readonly (readonly [pattern: string, trigger: string])[]): BuiltInRule[] =>
  rules.map(([pattern, trigger]) => ({ pattern, trigger }));
