import type { MatchField, TapingOptions } from './deck-options.ts';

/** Names of the variables that may be taped: those forwarded, and those a matching rule names. */
export function tapedVariables({
  forwardEnv = [],
  match = [],
}: Pick<TapingOptions, 'forwardEnv'> & { match?: readonly MatchField[] }): string[] {
  return [...new Set([...forwardEnv, ...match.flatMap(variableOf)])];
}

/** The variable that a matching rule names. */
const variableOf = (field: MatchField): string[] =>
  field.startsWith('env:') ? [field.slice('env:'.length)] : [];
