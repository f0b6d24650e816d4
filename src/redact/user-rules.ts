import type { RedactorSpec, RedactorSwitch } from '../manifest/spec.ts';
import { type LinePattern, linePattern } from '../line-pattern.ts';
import { blockRule } from './block-rule.ts';
import type { Found, Rule } from './rule.ts';

/** How long a line is waited for, in bytes; of a longer one a secret is found as long as that. */
const LONGEST_LINE = 16 * 1024;

interface Look {
  pattern: LinePattern;
  class: string;
}

/** A rule of people's own. @throws TapeheadError BAD_PATTERN */
export function ruleOf(spec: Exclude<RedactorSpec, RedactorSwitch>): Rule {
  const { name, class: secretClass = name } = spec;
  return 'lines' in spec ? blockRule(spec.lines, secretClass) : lineRule(spec.pattern, secretClass);
}

/** Looks at each line when it is whole, as what is found may depend on its end. */
function lineRule(source: string, secretClass: string): Rule {
  const look: Look = { pattern: linePattern(source), class: secretClass };
  return (bytes, final) => {
    const found: Found[] = [];
    let start = 0;
    for (let end = bytes.indexOf(LF); end !== -1; end = bytes.indexOf(LF, start)) {
      findIn(look, bytes, start, end, found);
      start = end + 1;
    }
    const isWaitedFor = !final && bytes.length - start <= LONGEST_LINE;
    if (isWaitedFor) return { found, open: start };
    findIn(look, bytes, start, bytes.length, found);
    return { found, open: final ? bytes.length : openIn(bytes, start, found) };
  };
}

/** In a line too long to be waited for: what reaches its end may go on, as long as there may be such. */
function openIn(bytes: Buffer, start: number, found: readonly Found[]): number {
  const kept = Math.max(start, bytes.length - LONGEST_LINE / 2);
  const last = found.findLast(({ end }) => end === bytes.length);
  return last ? Math.max(Math.min(kept, last.start), bytes.length - LONGEST_LINE) : kept;
}

function findIn(look: Look, bytes: Buffer, start: number, end: number, found: Found[]): void {
  const text = bytes.toString('latin1', start, bytes[end - 1] === CR ? end - 1 : end);
  const group = look.pattern.groups.get(GROUP);
  for (let from = 0; from <= text.length;) {
    const match = look.pattern.find(text, from);
    if (!match) return;
    const [whole] = match;
    const secret = (group === undefined ? whole : match[group]) ?? '';
    for (const at of secret === '' ? [] : occurrences(whole, secret)) {
      const place = start + match.index + at;
      found.push({ start: place, end: place + secret.length, class: look.class });
    }
    from = match.index + Math.max(1, whole.length);
  }
}

/** Nobody can tell in linear time at which of its places the group was matched: it is secret at all of them. */
function occurrences(text: string, secret: string): number[] {
  const places: number[] = [];
  for (let at = text.indexOf(secret); at !== -1; at = text.indexOf(secret, at + secret.length))
    places.push(at);
  return places;
}

const GROUP = 'secret';
const LF = 0x0a;
const CR = 0x0d;
