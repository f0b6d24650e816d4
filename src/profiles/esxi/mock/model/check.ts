import { TapeheadError } from '../../../../errors.ts';
import { parse } from '../../../../manifest/document.ts';
import { explain } from '../../../../manifest/explain.ts';
import { pathText, type Problem } from '../../../../manifest/problem.ts';
import { readText } from '../../../../manifest/read-text.ts';
import { plural } from '../../../../plural.ts';
import { type Description, hostOf } from './host.ts';
import { referenceProblems, saidTwice } from './references.ts';
import { description } from './schema/description.ts';

/** The longest description, in bytes, and in what the lexer makes of it: a thousand VMs take a tenth. */
const MOST_BYTES = 64 * 1024 * 1024;
const MOST_PIECES = 10_000_000;
/** Lines of what is wrong that are told. */
const MOST_TOLD = 50;

/** Data from outside as a description of a host. @throws TapeheadError BAD_HOST, a line each place */
export function checkDescription(data: unknown): Description {
  const checked = look(data);
  if (!checked.problems) return checked.description;
  throw badHost(
    checked.problems.map(
      ({ path, atKey, message }) => `${placeText(atKey ? path.slice(0, -1) : path)}: ${message}`,
    ),
  );
}

/** The same of a file, in YAML or JSON. @throws TapeheadError BAD_HOST, `FILE:LINE:COLUMN: …` */
export async function readDescription(path: string): Promise<Description> {
  const read = await readText(path, MOST_BYTES);
  if ('why' in read) throw badHost([`${path}: it cannot be read: ${read.why}`]);
  const document = parse(read.text, MOST_PIECES);
  const at = ({ line, column }: { line: number; column: number }): string => `${path}:${line}:${column}`;
  if (document.problems.length > 0) {
    throw badHost(document.problems.map((problem) => `${at(problem)}: ${problem.message}`));
  }
  const checked = look(document.data);
  if (!checked.problems) return checked.description;
  throw badHost(
    checked.problems.map(
      (problem) => `${at(document.place(problem))}: ${placeText(problem.path)}: ${problem.message}`,
    ),
  );
}

const placeText = (path: Problem['path']): string => pathText(path) || 'host';

function look(
  data: unknown,
): { description: Description; problems?: never } | { problems: readonly Problem[] } {
  const parsed = description.safeParse(data);
  if (!parsed.success) return { problems: explain(parsed.error.issues, description, data) };
  const problems = [...saidTwice(parsed.data), ...referenceProblems(hostOf(parsed.data))];
  return problems.length > 0 ? { problems } : { description: parsed.data };
}

function badHost(problems: readonly string[]): TapeheadError {
  const lines = problems.slice(0, MOST_TOLD);
  const more = problems.length - lines.length;
  const all = [...lines, ...(more > 0 ? [`and ${more} more ${plural(more, 'problem')}`] : [])];
  return new TapeheadError(
    'BAD_HOST',
    all.join('\n'),
    'docs/esxi-host.schema.json has all that may be said of a host',
  );
}
