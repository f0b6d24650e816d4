import { Composer, CST, type Document, Lexer, LineCounter, Parser } from 'yaml';
import { lookedThrough, MOST_ALIASES, offsetOf } from './nodes.ts';
import type { Problem } from './problem.ts';

/** Maps and lists in one another. Data of ours has some ten. */
const DEEPEST = 100;

/** What the lexer makes of a text: words, signs, blanks and ends of lines. Ten thousand lines of ours have as many. */
const MOST_PIECES = 100_000;

/** YAML, and so JSON, with the place of everything in it. */
export interface ParsedDocument {
  data: unknown;
  /** What keeps it from being read; then there is no data. */
  problems: readonly PlacedProblem[];
  /** Both count from 1. Of what is not there: of what it is missing in. */
  place: (problem: Pick<Problem, 'path' | 'atKey'>) => Place;
}

export interface Place {
  line: number;
  column: number;
}

export type PlacedProblem = Place & { message: string };

/** Never throws: whatever the text, there is data or a problem. `most`: how many pieces it may have. */
export function parse(text: string, most = MOST_PIECES): ParsedDocument {
  const lines = new LineCounter();
  const at = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const tokens = tokensOf(text, lines, most);
  if (!Array.isArray(tokens)) {
    return unread([{ ...at(tokens.offset), message: tokens.tooMuch }]);
  }
  const [document, second] = withoutStacks(() => firstTwo(composed(tokens, text.length)));
  if (!document) return unread([{ ...START, message: 'nothing is here' }]);
  const errors = [...document.errors, ...document.warnings].map(({ message, pos: [start] }) => ({
    ...at(start),
    message: `this is not well-formed YAML: ${message}`,
  }));
  if (second)
    errors.push({
      ...at(second.range[0]),
      message: 'a second document begins here: one is all there may be',
    });
  if (errors.length > 0) return unread(errors);
  return read(document, at);
}

function read(document: Document.Parsed, at: (offset: number) => Place): ParsedDocument {
  const { twice, aliases } = lookedThrough(document);
  const problems = twice.map(({ offset, key }) => ({
    ...at(offset),
    message: `${JSON.stringify(key)} is given twice`,
  }));
  const refused = aliases.find((alias) => alias.inItself) ?? aliases[MOST_ALIASES];
  if (refused) {
    const message = refused.inItself
      ? 'this is an alias of what it is in'
      : `these are more than ${MOST_ALIASES} aliases`;
    return unread([...problems, { ...at(refused.offset), message }]);
  }
  try {
    const data = document.toJS({ maxAliasCount: MOST_ALIASES }) as unknown;
    const place: ParsedDocument['place'] = ({ path, atKey = false }) => at(offsetOf(document, path, atKey));
    return { data, problems, place };
  } catch (error) {
    // Aliases that stand for more than there may be, or for nothing: yaml has a ReferenceError for both.
    if (!(error instanceof ReferenceError)) throw error;
    const message = `its aliases cannot be followed: ${error.message}`;
    return unread([...problems, { ...at(aliases[0]?.offset ?? 0), message }]);
  }
}

/** Where it is too deep for a parser that recurs, or would take it seconds, the offset where that begins. */
function tokensOf(
  text: string,
  lines: LineCounter,
  most: number,
): CST.Token[] | { tooMuch: string; offset: number } {
  const parser = new Parser(lines.addNewLine);
  const tokens: CST.Token[] = [];
  let [offset, pieces] = [0, 0];
  lines.addNewLine(0);
  for (const lexeme of new Lexer().lex(text)) {
    tokens.push(...parser.next(lexeme));
    if (parser.stack.length > DEEPEST) return { tooMuch: `this is nested more than ${DEEPEST} deep`, offset };
    if (MARKS.has(lexeme)) continue;
    if (++pieces > most) return { tooMuch: tooMany(most), offset };
    offset += lexeme.length;
  }
  tokens.push(...parser.end());
  return tokens;
}

const tooMany = (most: number): string =>
  `the file has more than ${most} words, signs, blanks and ends of lines: let it extend several`;

/** What the lexer puts between the pieces of the text. */
const MARKS = new Set([CST.DOCUMENT, CST.FLOW_END, CST.SCALAR]);

const composed = (tokens: readonly CST.Token[], length: number): Iterable<Document.Parsed> =>
  new Composer({ uniqueKeys: false, stringKeys: true }).compose(tokens, true, length);

/** Of what may be many. */
function firstTwo<T>(items: Iterable<T>): T[] {
  const first: T[] = [];
  for (const item of items) {
    first.push(item);
    if (first.length === 2) break;
  }
  return first;
}

/** A broken file may have a hundred thousand errors, and the stack of each would cost seconds. */
function withoutStacks<T>(work: () => T): T {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    return work();
  } finally {
    Error.stackTraceLimit = limit;
  }
}

const START: Place = { line: 1, column: 1 };

const unread = (problems: readonly PlacedProblem[]): ParsedDocument => ({
  data: undefined,
  problems,
  place: () => START,
});
