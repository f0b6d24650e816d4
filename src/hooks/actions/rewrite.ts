import { TapeheadError } from '../../errors.ts';
import type { Action } from '../hook.ts';
import { literalOf } from '../match/glob.ts';
import type { Captures } from '../match/matcher.ts';
import type { TextSpec } from '../match/spec.ts';
import { textPattern } from '../match/text.ts';
import { OtherEnd } from '../other-end.ts';
import { CsvRewriter, type Wanted } from '../rewrite/csv.ts';
import { JsonRewriter } from '../rewrite/json.ts';
import { pointerOf } from '../rewrite/json-pointer.ts';
import { lineRewrite } from '../rewrite/line-rewrite.ts';
import { PatternRewriter } from '../rewrite/pattern.ts';
import { Rewritten } from '../rewrite/rewritten.ts';
import type { Rewriter } from '../rewrite/rewriter.ts';
import { TextRewriter } from '../rewrite/text.ts';
import type { HookWorld } from '../world.ts';
import { fillIn } from './content.ts';
import { outcomeOf } from './mock.ts';
import type { RewriteSpec } from './spec.ts';

/**
 * Has a stream, or the outcome, reach the client as another.
 *
 * @throws TapeheadError BAD_HOOK, BAD_PATTERN
 */
export function rewriting(spec: RewriteSpec, { clock }: Pick<HookWorld, 'clock'>): Action {
  if ('outcome' in spec) {
    const outcome = outcomeOf(spec.outcome);
    return ({ invocation }, stdio) => ({ kind: 'on', invocation, stdio: new OtherEnd(stdio, outcome) });
  }
  const rewriter = rewriterOf(spec);
  return ({ invocation, captures }, client) => {
    const stdio = new Rewritten(client, spec.stream, rewriter(captures), clock);
    return { kind: 'on', invocation, stdio, over: () => stdio.over(), end: () => stdio.breakOff() };
  };
}

type StreamRewriteSpec = Exclude<RewriteSpec, { outcome: unknown }>;

/** One for each turn, with what the match captured. */
function rewriterOf(spec: StreamRewriteSpec): (captures: Captures) => Rewriter {
  if ('text' in spec) {
    const [text, content] = [Buffer.from(spec.text), fillIn(spec.with)];
    if (text.length === 0) throw bad('an empty text stands everywhere', 'name the text to be replaced');
    return (captures) => new TextRewriter(text, content(captures));
  }
  if ('pattern' in spec) {
    const rewrite = lineRewrite(spec.pattern, spec.with);
    return (captures) => new PatternRewriter(rewrite(captures));
  }
  if ('csv' in spec) {
    const { column, where = {} } = spec.csv;
    const content = fillIn(spec.with);
    const wanted = new Map(Object.entries(where).map(([name, value]) => [name, wantedOf(value)]));
    return (captures) => new CsvRewriter({ column, where: wanted, value: content(captures) });
  }
  const pointer = pointerOf(spec.json);
  const value = jsonOf(spec.with);
  return (captures) => new JsonRewriter(pointer, value(captures));
}

/** A glob, or a pattern; a glob that is plain text is compared as such. */
function wantedOf(spec: TextSpec): Wanted {
  const literal = typeof spec === 'string' ? literalOf(spec) : undefined;
  if (literal !== undefined) return Buffer.from(literal);
  const pattern = textPattern(spec);
  return (value) => pattern.capture(value) !== undefined;
}

function jsonOf(value: unknown): (captures: Captures) => Uint8Array {
  if (typeof value === 'string') {
    const content = fillIn(value);
    return (captures) => Buffer.from(JSON.stringify(Buffer.from(content(captures)).toString()));
  }
  const text = JSON.stringify(value) as string | undefined;
  if (text === undefined) throw bad('there is no JSON to put in the place', 'give `with` a value');
  const bytes = Buffer.from(text);
  return () => bytes;
}

const bad = (message: string, remedy: string): TapeheadError =>
  new TapeheadError('BAD_HOOK', message, remedy);
