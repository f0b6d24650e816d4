import type { z } from 'zod';
import { nearestWord } from '../nearest-word.ts';
import { chosen } from './choice.ts';
import { isMap, keysOf, nounIn, optionsOf, schemaAt } from './look-into-schema.ts';
import { kindOf, lastPart, type Path, type Problem, valueAt, words } from './problem.ts';

type Issue = z.core.$ZodIssue;

/** What a schema found wrong with data, as people would say it. */
export function explain(issues: readonly Issue[], schema: z.core.$ZodType, data: unknown): Problem[] {
  return issues.flatMap((issue) => explainOne(issue, schema, data, []));
}

/** `at`: where in the data the schema stands, which the paths of issues begin at. */
function explainOne(issue: Issue, schema: z.core.$ZodType, data: unknown, at: Path): Problem[] {
  const within = issue.path.map((step) => (typeof step === 'number' ? step : String(step)));
  const path = [...at, ...within];
  const value = valueAt(data, path);
  const told = (message: string): Problem[] => [{ path, message }];
  const name = path.length === 0 ? 'this' : lastPart(path);
  switch (issue.code) {
    case 'unrecognized_keys': {
      const map = schemaAt(schema, within);
      return issue.keys.map((key) => keyTooMany(path, key, map));
    }
    case 'invalid_union': {
      const union = schemaAt(schema, within);
      if (union) return explainUnion(issue, union, data, path);
      return told(`${name} is not what it may be`);
    }
    case 'invalid_type':
      if (value === undefined) return missing(path);
      return told(wrongKind(name, [expectedOf(issue.expected)], value));
    case 'invalid_value':
      if (value === undefined) return missing(path);
      return told(wrongWord(name, issue.values, value));
    case 'invalid_key':
      return issue.issues.map(({ message }) => ({ path, atKey: true, message }));
    case 'too_small':
      if (issue.origin === 'string' || issue.origin === 'array') return told(`${name} is empty`);
      return told(
        `${name} must be ${issue.inclusive ? 'at least' : 'above'} ${issue.minimum}, not ${shown(value)}`,
      );
    case 'too_big':
      if (issue.origin === 'string') return told(`${name} has more than ${issue.maximum} characters`);
      if (issue.origin === 'array') return told(`${name} has more than ${issue.maximum}`);
      return told(`${name} must be at most ${issue.maximum}, not ${shown(value)}`);
    case 'invalid_format':
      return told(`${name} is ${shown(value)}, which is not ${FORMATS[issue.format] ?? issue.format}`);
    default:
      return told(issue.message);
  }
}

/** Which of the alternatives was meant is told by its keys; if by nothing, what there is to choose from is said. */
function explainUnion(
  issue: Extract<Issue, { code: 'invalid_union' }>,
  union: z.core.$ZodType,
  data: unknown,
  path: Path,
): Problem[] {
  const value = valueAt(data, path);
  const name = path.length === 0 ? 'this' : lastPart(path);
  const choice = chosen(union, issue.errors, value);
  switch (choice.kind) {
    case 'one':
      return choice.issues.flatMap((one) => explainOne(one, choice.schema, data, path));
    case 'none':
      if (value === undefined) return missing(path);
      if (typeof value === 'string' && choice.values.some((one) => typeof one === 'string')) {
        return [{ path, message: wrongWord(name, choice.values, value, choice.expected.map(expectedOf)) }];
      }
      return [{ path, message: wrongKind(name, choice.expected.map(expectedOf), value) }];
    case 'unknown':
      return choice.keys.map((key) => unknownKey(path, key, choice.known, choice.noun));
    case 'several':
      return [
        {
          path,
          message: `${words(choice.keys).replace(/ or /, ' and ')} do not go together: ${choice.noun ?? name} has one of them`,
        },
      ];
    case 'lacking':
      return [
        {
          path,
          message: `${choice.noun ?? name} lacks ${choice.keys.length > 1 ? 'one of ' : ''}${words(choice.keys)}`,
        },
      ];
  }
}

const missing = (path: Path): Problem[] => [
  {
    path: path.slice(0, -1),
    message: path.length === 0 ? 'nothing is here' : `${lastPart(path)} is missing`,
  },
];

/** Where only one alternative of a union lacks nothing, zod tells of that one as if there were no other. */
function keyTooMany(path: Path, key: string, schema: z.core.$ZodType | undefined): Problem {
  const known = schema ? [...new Set(optionsOf(schema).flatMap(keysOf))] : [];
  const noun = schema && nounIn(schema);
  if (!known.includes(key)) return unknownKey(path, key, known, noun);
  const message = `${key} does not go together with what else is there: ${noun ?? lastPart(path)} has one of them`;
  return { path: [...path, key], atKey: true, message };
}

function unknownKey(path: Path, key: string, known: readonly string[], noun: string | undefined): Problem {
  const meant = nearestWord(key, known);
  const hint =
    meant === undefined ? `there is ${words(known).replace(/ or /, ' and ')}` : `did you mean ${meant}?`;
  const of = noun === undefined ? '' : ` in ${noun}`;
  return {
    path: [...path, key],
    atKey: true,
    message: `unknown key ${JSON.stringify(key)}${of}; ${known.length === 0 ? 'there are none' : hint}`,
  };
}

/** `all`: the words, and what else may stand there. */
function wrongWord(
  name: string,
  values: readonly z.core.util.Primitive[],
  value: unknown,
  all: readonly string[] = values.map(String),
): string {
  const known = values.map(String);
  if (typeof value !== 'string' || values.every((one) => typeof one !== 'string')) {
    return `${name} must be ${words(known)}, not ${shown(value)}`;
  }
  const meant = nearestWord(value, known);
  const hint = meant === undefined ? '' : `; did you mean ${meant}?`;
  return `${name} does not know ${shown(value)}${hint} (${all.join(', ')})`;
}

function wrongKind(name: string, expected: readonly string[], value: unknown): string {
  const isScalar = typeof value === 'number' || typeof value === 'boolean' || value === null;
  const hint =
    expected.includes('text') && isScalar && value !== null ? `: write '${String(value)}' in quotes` : '';
  return `${name} must be ${words([...new Set(expected)])}, not ${kindOf(value)}${hint}`;
}

const expectedOf = (expected: string): string => EXPECTED[expected] ?? expected;

const EXPECTED: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  tuple: 'a list',
  object: 'a map',
  record: 'a map',
  null: 'nothing',
  template_literal: 'env:NAME',
};

const FORMATS: Readonly<Record<string, string>> = {
  base64: 'base64',
  regex: 'a word of small letters, digits and -',
};

/** The beginning of it is enough to find it. */
function shown(value: unknown): string {
  if (isMap(value) || Array.isArray(value)) return kindOf(value);
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
