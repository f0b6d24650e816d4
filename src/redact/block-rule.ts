import { linePattern } from '../line-pattern.ts';
import type { RedactedLines } from '../manifest/spec.ts';
import type { Found, Rule } from './rule.ts';

/** How long the last line of a block is waited for, in bytes from its first; what came until then is secret. */
const LONGEST_BLOCK = 32 * 1024;

/**
 * The lines between one in which `from` is found and the next in which `until` is, and the ends of lines between them.
 * Where that does not come, all that comes.
 *
 * @throws TapeheadError BAD_PATTERN
 */
export function blockRule({ from, until }: RedactedLines, secretClass: string): Rule {
  const [first, last] = [linePattern(from), linePattern(until)];
  return (bytes, final) => {
    const found: Found[] = [];
    const blot = (start: number, end: number): void => {
      if (start < end) found.push({ start, end, class: secretClass });
    };
    /** Where the line with `from` begins, and where the one behind it does. */
    let begun: { at: number; behind: number } | undefined;
    let start = 0;
    while (start < bytes.length) {
      const lf = bytes.indexOf(LF, start);
      if (lf === -1 && !final) break;
      const end = lf === -1 ? bytes.length : lf;
      const line = bytes.toString('latin1', start, beforeCr(bytes, start, end));
      const behind = Math.min(end + 1, bytes.length);
      if (!begun) begun = first.find(line, 0) ? { at: start, behind } : undefined;
      else if (last.find(line, 0)) {
        blot(begun.behind, beforeCr(bytes, begun.behind, start - 1));
        begun = undefined;
      }
      start = behind;
    }
    if (begun && !final && bytes.length - begun.at < LONGEST_BLOCK) return { found, open: begun.at };
    if (begun) blot(begun.behind, bytes.length);
    const isWaitedFor = !final && !begun && bytes.length - start < LONGEST_BLOCK;
    return { found, open: isWaitedFor ? start : bytes.length };
  };
}

const beforeCr = (bytes: Buffer, start: number, end: number): number =>
  end > start && bytes[end - 1] === CR ? end - 1 : end;

const LF = 0x0a;
const CR = 0x0d;
