import { countLines } from './lines.ts';

/** What is left of two texts without the lines at their start and end that are the same. */
export interface Window {
  recorded: Buffer;
  current: Buffer;
  /** Lines before it, on both sides. */
  before: number;
}

/** @param context Lines that are the same and stay, on either end. */
export function windowOf(recorded: Buffer, current: Buffer, context: number): Window {
  const head = commonHead(recorded, current);
  const from = linesBack(recorded, lineStart(recorded, head), context);
  const tail = commonTail(recorded, current, lineStart(recorded, head));
  const kept = tail - linesOn(recorded, recorded.length - tail, context + 1);
  return {
    recorded: recorded.subarray(from, recorded.length - kept),
    current: current.subarray(from, current.length - kept),
    before: countLines(recorded.subarray(0, from)),
  };
}

const LF = 10;
const STEP = 256 * 1024;

/** Bytes at the start that are the same. */
export function commonHead(a: Buffer, b: Buffer): number {
  const most = Math.min(a.length, b.length);
  let at = 0;
  for (let step = STEP; step > 0 && at < most; step = step >> 4) {
    while (at < most) {
      const end = Math.min(at + step, most);
      if (a.compare(b, at, end, at, end) !== 0) break;
      at = end;
    }
  }
  while (at < most && a[at] === b[at]) at++;
  return at;
}

/** Bytes at the end that are the same, none of them among the first `head`. */
export function commonTail(a: Buffer, b: Buffer, head: number): number {
  const most = Math.min(a.length, b.length) - head;
  let length = 0;
  for (let step = STEP; step > 0 && length < most; step = step >> 4) {
    while (length < most) {
      const next = Math.min(length + step, most);
      const [endA, endB] = [a.length - length, b.length - length];
      if (a.compare(b, b.length - next, endB, a.length - next, endA) !== 0) break;
      length = next;
    }
  }
  while (length < most && a[a.length - 1 - length] === b[b.length - 1 - length]) length++;
  return length;
}

/** Where the line begins that a byte is in. Only LF counts: what a lone CR ends is told apart later. */
const lineStart = (bytes: Buffer, at: number): number => (at === 0 ? 0 : bytes.lastIndexOf(LF, at - 1) + 1);

function linesBack(bytes: Buffer, from: number, count: number): number {
  let at = from;
  for (let i = 0; i < count && at > 0; i++) at = lineStart(bytes, at - 1);
  return at;
}

/** Bytes from `from` to behind the LF of so many lines. */
function linesOn(bytes: Buffer, from: number, count: number): number {
  let at = from;
  for (let i = 0; i < count && at < bytes.length; i++) {
    const end = bytes.indexOf(LF, at);
    at = end < 0 ? bytes.length : end + 1;
  }
  return at - from;
}
