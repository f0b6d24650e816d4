import type { OutputStream } from '../difference.ts';
import type { Findings } from '../findings.ts';
import type { Changes } from './changes.ts';

/** Tells, once each, that lines end otherwise, and that the last line has an end on one side only. */
export function tellLineEnds(
  stream: OutputStream,
  recorded: Buffer,
  current: Buffer,
  changes: Changes,
  findings: Findings,
): void {
  const other = firstOther(changes);
  if (other) {
    const [was, is] = [changes.recorded.end(other[0]), changes.current.end(other[1])];
    findings.add({
      field: stream,
      path: 'line ends',
      kind: 'changed',
      severity: 'value',
      recorded: NAMES[was],
      current: NAMES[is],
    });
  }
  if (recorded.length === 0 || current.length === 0 || endsLine(recorded) === endsLine(current)) return;
  const told = (bytes: Buffer): string => (endsLine(bytes) ? 'a final newline' : 'no final newline');
  findings.add({
    field: stream,
    path: 'final newline',
    kind: 'changed',
    severity: 'value',
    recorded: told(recorded),
    current: told(current),
  });
}

const NAMES = { '\n': 'LF', '\r\n': 'CRLF', '\r': 'CR', '': 'none' };

const endsLine = (bytes: Buffer): boolean => bytes.at(-1) === 10 || bytes.at(-1) === 13;

/** The first two lines that are the same line, and end otherwise. */
function firstOther({ recorded, current, changes }: Changes): readonly [number, number] | undefined {
  const differ = (r: number, c: number): boolean => {
    const [was, is] = [recorded.end(r), current.end(c)];
    return was !== is && was !== '' && is !== '';
  };
  let [r, c] = [0, 0];
  const end = { recorded: { from: recorded.count, to: 0 }, current: { from: 0, to: 0 }, pairs: [] };
  for (const change of [...changes, end]) {
    for (; r < change.recorded.from; r++, c++) if (differ(r, c)) return [r, c];
    const pair = change.pairs.find(([was, is]) => differ(was, is));
    if (pair) return pair;
    [r, c] = [change.recorded.to, change.current.to];
  }
  return undefined;
}
