import { z } from 'zod';
import type { Path } from './problem.ts';

type Schema = z.core.$ZodType;

/** What a schema says of the place that a path leads to; undefined where it says nothing. */
export function schemaAt(schema: Schema, path: Path): Schema | undefined {
  const [step, ...rest] = path;
  const here = unwrapped(schema);
  if (step === undefined) return here;
  for (const inner of behind(here, step)) {
    const found = schemaAt(inner, rest);
    if (found) return found;
  }
  return undefined;
}

/** One for each way that a union leaves open. */
function behind(schema: Schema, step: string | number): Schema[] {
  if (schema instanceof z.ZodUnion)
    return schema.options.flatMap((option) => behind(unwrapped(option), step));
  if (schema instanceof z.ZodObject && Object.hasOwn(schema.shape, step))
    return [(schema.shape as Shape)[step] as Schema];
  if (schema instanceof z.ZodArray && typeof step === 'number') return [schema.element];
  if (schema instanceof z.ZodTuple && typeof step === 'number')
    return [schema.def.items[step]].flatMap((one) => one ?? []);
  if (schema instanceof z.ZodRecord) return [schema.valueType];
  return [];
}

type Shape = Readonly<Record<string | number, Schema>>;

/** Without what only says that it may be left out. */
export function unwrapped(schema: Schema): Schema {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodExactOptional)
    return unwrapped(schema.unwrap());
  return schema;
}

/** The alternatives of a union, those of unions in it too. */
export function optionsOf(schema: Schema): Schema[] {
  const here = unwrapped(schema);
  return here instanceof z.ZodUnion ? here.options.flatMap(optionsOf) : [here];
}

/** Those that a map may have. */
export const keysOf = (schema: Schema): string[] =>
  schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];

/** Those that a map must have. */
export const requiredOf = (schema: Schema): string[] =>
  keysOf(schema).filter((key) => {
    const inner = ((schema as z.ZodObject).shape as Shape)[key];
    return !(inner instanceof z.ZodExactOptional || inner instanceof z.ZodOptional);
  });

/** What a person would call it. */
export function nounOf(schema: Schema): string | undefined {
  return z.globalRegistry.get(schema)?.title;
}

/** That of a union, be it said by a union in it only. */
export function nounIn(schema: Schema): string | undefined {
  const options = schema instanceof z.ZodUnion ? schema.options : [];
  return nounOf(schema) ?? options.map(nounIn).find((noun) => noun !== undefined);
}

export const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
