import { z } from 'zod';
import { unwrapped } from '../../../src/manifest/look-into-schema.ts';

type Schema = z.core.$ZodType;

/** All that data of this schema can say, as paths such as `fault.truncate.inside=character`. */
export function sayable(given: Schema): string[] {
  const schema = unwrapped(given);
  if (schema instanceof z.ZodUnion) return schema.options.flatMap(sayable);
  if (schema instanceof z.ZodArray) return sayable(schema.element);
  if (schema instanceof z.ZodRecord) return sayable(schema.valueType);
  if (schema instanceof z.ZodObject) {
    return Object.entries<Schema>(schema.shape).flatMap(([key, inner]) => below(key, sayable(inner)));
  }
  return literalsOf(schema).map((literal) => `=${String(literal)}`);
}

/** What of it some data says. */
export function saidIn(given: Schema, data: unknown): string[] {
  const schema = unwrapped(given);
  if (schema instanceof z.ZodUnion) {
    const fitting = schema.options.filter((option) => z.safeParse(option, data).success);
    return fitting.flatMap((option) => saidIn(option, data));
  }
  if (schema instanceof z.ZodArray && Array.isArray(data))
    return data.flatMap((one) => saidIn(schema.element, one));
  if (typeof data !== 'object' || data === null)
    return literalsOf(schema).flatMap((literal) => (literal === data ? [`=${String(literal)}`] : []));
  if (schema instanceof z.ZodRecord)
    return Object.values(data).flatMap((one) => saidIn(schema.valueType, one));
  if (!(schema instanceof z.ZodObject)) return [];
  return Object.entries(data).flatMap(([key, one]) =>
    below(key, saidIn((schema.shape as Record<string, Schema>)[key] ?? z.unknown(), one)),
  );
}

const below = (key: string, paths: readonly string[]): string[] => [
  key,
  ...paths.map((path) => (path.startsWith('=') ? `${key}${path}` : `${key}.${path}`)),
];

/** Of words that are spelt out in it; true is one. */
function literalsOf(schema: Schema): unknown[] {
  if (schema instanceof z.ZodEnum) return schema.options;
  if (schema instanceof z.ZodLiteral) return [...schema.values];
  return [];
}
