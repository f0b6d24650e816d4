import { dirname } from 'node:path';
import type { z } from 'zod';
import { parse } from '../../manifest/document.ts';
import { explain } from '../../manifest/explain.ts';
import type { Path, Problem } from '../../manifest/problem.ts';
import { readText } from '../../manifest/read-text.ts';
import { badManifest, type Told } from '../../manifest/told.ts';

/** A manifest of an image, its form checked. */
export interface Checked<Spec> {
  readonly spec: Spec;
  /** That what it names lies beside. */
  readonly folder: string;
  /** `FILE:LINE:COLUMN` of a place in it. */
  readonly place: (path: Path) => string;
}

/** @throws TapeheadError BAD_MANIFEST, with all that is wrong: a line each, `FILE:LINE:COLUMN: …` */
export async function readManifest<Schema extends z.ZodType>(
  path: string,
  schema: Schema,
): Promise<Checked<z.output<Schema>>> {
  const read = await readText(path);
  if ('why' in read) throw badManifest([{ place: path, message: `it cannot be read: ${read.why}` }], REMEDY);
  const document = parse(read.text);
  const told: Told[] = document.problems.map(({ line, column, message }) => ({
    place: `${path}:${line}:${column}`,
    message,
  }));
  const placeOf = (problem: Pick<Problem, 'path' | 'atKey'>): string => {
    const { line, column } = document.place(problem);
    return `${path}:${line}:${column}`;
  };
  const parsed = document.data === undefined ? undefined : schema.safeParse(document.data);
  if (parsed && !parsed.success)
    for (const problem of explain(parsed.error.issues, schema, document.data))
      told.push({ place: placeOf(problem), message: problem.message });
  if (!parsed?.success || told.length > 0) throw badManifest(told, REMEDY);
  return { spec: parsed.data, folder: dirname(path), place: (at) => placeOf({ path: at }) };
}

export const REMEDY = 'docs/image.md has all keys of both manifests';
