import type { Asked } from '../../src/invocation.ts';
import { exited } from '../../src/outcome.ts';
import type { Answer } from '../../src/compare/answer.ts';
import { compare } from '../../src/compare/compare.ts';
import type { Compared } from '../../src/compare/compared.ts';
import { Pairs } from '../../src/compare/pairs.ts';
import { AS_IT_IS, type Normalising, type VolatilePart } from '../../src/normalise/normalising.ts';

export const said = (stdout: string | Buffer, stderr = ''): Answer => ({
  outcome: exited(0),
  stdout: { bytes: Buffer.from(stdout), slots: [] },
  stderr: { bytes: Buffer.from(stderr), slots: [] },
});

export const argv = (...words: string[]): Asked => ({
  kind: 'argv',
  argv: words.map((word) => Buffer.from(word)),
});

/** Two outputs of one command. */
export function compared(
  recorded: string | Buffer,
  current: string | Buffer,
  {
    asked = argv('show'),
    normalising = AS_IT_IS,
    pairs = new Pairs(),
  }: { asked?: Asked; normalising?: Normalising; pairs?: Pairs } = {},
): Compared {
  return compare({ asked, recorded: said(recorded), current: said(current) }, normalising, pairs);
}

/** Differences on a line each: `changed vmnic0 › MTU: 1500 → 9000`. */
export const told = ({ differences }: Compared): string[] =>
  differences.map(
    ({ kind, path, recorded, current }) =>
      `${kind} ${path}${recorded === undefined && current === undefined ? '' : `: ${recorded ?? ''} → ${current ?? ''}`}`,
  );

/** Without what was added or removed, which is long. */
export const places = ({ differences }: Compared): string[] =>
  differences.map(({ kind, path }) => `${kind} ${path}`);

/** Normalises what patterns match: ids stay one to one, times do not. */
export function normalisingOf(ids: Record<string, RegExp>, times: Record<string, RegExp> = {}): Normalising {
  const all = [
    ...Object.entries(ids).map(([normaliser, pattern]) => ({ normaliser, pattern, identity: true })),
    ...Object.entries(times).map(([normaliser, pattern]) => ({ normaliser, pattern, identity: false })),
  ];
  return {
    parts: (text) => {
      const found = all.flatMap(({ normaliser, pattern, identity }) =>
        Array.from(text.matchAll(pattern), ({ index, 0: match }): VolatilePart => ({
          start: index,
          end: index + match.length,
          normaliser,
          label: `<${normaliser}>`,
          identity,
        })),
      );
      return found.sort((a, b) => a.start - b.start);
    },
  };
}

/** A table as esxcli prints it; columns whose cells are all numbers stand to the right. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = header.map((name, i) => Math.max(name.length, ...rows.map((row) => (row[i] ?? '').length)));
  const isNumber = header.map((_, i) => rows.length > 0 && rows.every((row) => /^\d+$/.test(row[i] ?? '')));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, i) => (isNumber[i] ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0)))
      .join('  ')
      .trimEnd();
  return [line(header), widths.map((width) => '-'.repeat(width)).join('  '), ...rows.map(line), ''].join(
    '\n',
  );
}
