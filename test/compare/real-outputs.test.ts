import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { compared, places } from './answers.ts';

// Known edits of outputs of real hosts, which are not in this repository: each is found, and nothing else.
const OUTPUTS = join(import.meta.dirname, '..', '..', '..', 'shared', 'esx', 'outputs');

interface Edit {
  current: string;
  /** The kinds of difference it is told as. */
  kinds: string[];
}

const other = (character: string): string =>
  character === '7' ? '3' : /\d/.test(character) ? '7' : character === 'q' ? 'k' : 'q';

/** The last letter or digit of a line is another. */
function altered(line: string): string | undefined {
  const at = line.search(/[A-Za-z0-9][^A-Za-z0-9]*$/);
  return at < 0 ? undefined : line.slice(0, at) + other(line[at] ?? '') + line.slice(at + 1);
}

function editsOf(text: string, format: string | undefined): Edit[] {
  const lines = text.split('\n');
  const isRow = (line: string, i: number): boolean => {
    if (line.trim() === '') return false;
    if (format === 'table') return i >= 2;
    if (format === 'blocks') return /: \S/.test(line);
    return format === 'text' && !line.includes('\r');
  };
  const rows = lines.flatMap((line, i) => (isRow(line, i) ? [i] : []));
  const picked = [rows[0], rows[rows.length >> 1], rows.at(-1)].filter((i) => i !== undefined);
  return [...new Set(picked)].flatMap((i): Edit[] => {
    const now = altered(lines[i] ?? '');
    return [
      ...(now === undefined ? [] : [{ current: lines.with(i, now).join('\n'), kinds: ['changed'] }]),
      ...(rows.length > 1 ? [{ current: lines.toSpliced(i, 1).join('\n'), kinds: ['removed'] }] : []),
    ];
  });
}

/** Two rows change places, and each column gets another name. */
function ofTables(text: string, format: string | undefined): Edit[] {
  if (format !== 'table') return [];
  const lines = text.split('\n');
  const [header = '', , ...below] = lines;
  const last = below.findLastIndex((line) => line.trim() !== '') + 2;
  const [first = '', lowest = ''] = [lines[2], lines[last]];
  const swapped = lines.with(2, lowest).with(last, first).join('\n');
  const isTold = last > 2 && first !== lowest;
  const titles = Array.from(header.matchAll(/(?:^|  )(?=\S)/g), ({ index, 0: gap }) => index + gap.length);
  return [
    ...(isTold ? [{ current: swapped, kinds: ['order'] }] : []),
    ...(below.some((line) => line.trim() !== '') ? titles : []).map((at) => ({
      current: [header.slice(0, at) + other(header[at] ?? '') + header.slice(at + 1), ...lines.slice(1)].join(
        '\n',
      ),
      kinds: ['changed'],
    })),
  ];
}

function ofValues(text: string, format: string | undefined): Edit[] {
  const pattern = format === 'xml' ? /(<(?:string|integer)>)([A-Za-z0-9])/g : /(: )(\d)(?=\d)/g;
  if (format !== 'xml' && format !== 'json') return [];
  return Array.from(text.matchAll(pattern), ({ index, 0: all, 2: character = '' }) => {
    const at = index + all.length - 1;
    return { current: text.slice(0, at) + other(character) + text.slice(at + 1), kinds: ['changed'] };
  }).slice(0, 8);
}

test.skipIf(!existsSync(OUTPUTS))('edits of outputs of real hosts are told, and nothing else', () => {
  let [outputs, edits] = [0, 0];
  const wrong: string[] = [];
  for (const name of readdirSync(OUTPUTS)) {
    const path = join(OUTPUTS, name, 'stdout');
    if (!existsSync(path)) continue;
    const text = readFileSync(path, 'latin1');
    if (text.length === 0) continue;
    outputs++;
    // A blank more at its start shows how it is read.
    const format = compared(Buffer.from(text, 'latin1'), Buffer.from(`${text}\n`, 'latin1')).streams[0]
      ?.format;
    for (const { current, kinds } of [
      ...editsOf(text, format),
      ...ofTables(text, format),
      ...ofValues(text, format),
    ]) {
      edits++;
      const [was, is] = [Buffer.from(text, 'latin1'), Buffer.from(current, 'latin1')];
      const there = compared(was, is);
      const back = compared(is, was);
      const found = there.differences.map(({ kind }) => kind);
      const undone = back.differences.map(({ kind }) => kind);
      const backwards = kinds.map((kind) => (kind === 'removed' ? 'added' : kind));
      // A value that tells rows apart: another one is another row.
      const isOtherRow = format === 'xml' && found.join() === 'removed,added';
      if (!isOtherRow && (found.join() !== kinds.join() || undone.join() !== backwards.join()))
        wrong.push(
          `${name} (${format}), ${kinds.join()}: ${places(there).join('; ')} | ${places(back).join('; ')}`,
        );
    }
  }
  expect(wrong).toEqual([]);
  process.stdout.write(`${outputs} outputs, ${edits} edits, all found\n`);
});
