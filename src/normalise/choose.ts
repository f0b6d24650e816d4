import { TapeheadError } from '../errors.ts';
import type { NormaliserSpec } from '../manifest/spec.ts';
import { nearestWord } from '../nearest-word.ts';
import { type KnownHosts, rulesOfKnown } from './built-in/hosts.ts';
import { BUILT_INS } from './built-ins.ts';
import type { BuiltIn, Normaliser, NormaliserRule } from './normaliser.ts';

/** Switches one on or off, or `all` of them. */
export interface NormaliserSwitch {
  name: string;
  isOn: boolean;
}

/** What says which normalisers there are. */
export interface NormaliserChoice {
  /** Of manifests, one of a name. */
  specs?: readonly NormaliserSpec[];
  /** Of the command line; of several the later wins. */
  switches?: readonly NormaliserSwitch[];
  known?: KnownHosts;
}

/** All of them. */
export const ALL = 'all';

/**
 * The normalisers that are on: those of manifests in their order, then the built-in ones, of which a manifest may have
 * put another in the place of one.
 *
 * @throws TapeheadError USAGE for a switch of one that there is not
 */
export function chosenNormalisers({
  specs = [],
  switches = [],
  known = {},
}: NormaliserChoice): readonly Normaliser[] {
  const defined = specs.flatMap((spec) =>
    spec.pattern === undefined ? [] : [{ ...spec, pattern: spec.pattern }],
  );
  const builtIns = BUILT_INS.filter(({ name }) => !defined.some((one) => one.name === name));
  const names = [...defined, ...builtIns].map(({ name }) => name);
  for (const { name } of switches) if (name !== ALL) checkName(name, names);
  const isOn = (name: string, byDefault: boolean): boolean =>
    switches.findLast((one) => one.name === name || one.name === ALL)?.isOn ??
    !(specs.find((one) => one.name === name)?.off ?? !byDefault);
  return [
    ...defined.filter(({ name }) => isOn(name, true)).map(normaliserOf),
    ...builtIns
      .filter(({ name, isOn: byDefault }) => isOn(name, byDefault))
      .map((one) => knowing(one, known)),
  ];
}

function checkName(name: string, names: readonly string[]): void {
  if (names.includes(name)) return;
  const meant = nearestWord(name, names);
  throw new TapeheadError(
    'USAGE',
    `there is no normaliser ${JSON.stringify(name)}`,
    meant === undefined ? `${ALL}, or one of ${names.join(', ')}` : `did you mean ${meant}?`,
  );
}

function knowing(one: BuiltIn, known: KnownHosts): Normaliser {
  const rules = rulesOfKnown(one.name, known);
  return rules ? { ...one, rules } : one;
}

/** Of what a manifest defines. */
function normaliserOf(spec: NormaliserSpec & { pattern: string }): Normaliser {
  const { name, label = name, identity = false } = spec;
  return { name, label, identity, rules: [ruleOf(spec)] };
}

export const ruleOf = ({
  pattern,
  command,
  stream,
  column,
  path,
}: NormaliserSpec & { pattern: string }): NormaliserRule => ({
  pattern,
  ...(command !== undefined && { commands: [latin1(command)] }),
  ...(stream && { stream }),
  ...(column !== undefined && { columns: [latin1(column)] }),
  ...(path !== undefined && { paths: [latin1(path)] }),
});

/** As outputs are compared: a character a byte. */
const latin1 = (text: string): string => Buffer.from(text).toString('latin1');
