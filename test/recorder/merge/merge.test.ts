import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it, onTestFinished } from 'vitest';
import { mergeCassettes } from '../../../recorder/merge/merge.ts';
import { CassetteFile } from '../../../src/cassette/file.ts';
import { checkRecording } from './checked.ts';
import { type Short, TempFolder, writeCassette } from '../../support/tape.ts';

/** Merges what two sides have made of a base, and gives what each recording of the result printed. */
function merge(base: Short[] | undefined, ours: Short[], theirs: Short[]) {
  const folder = new TempFolder();
  onTestFinished(() => folder[Symbol.dispose]());
  const paths = { base: folder.file('base'), ours: folder.file('ours'), theirs: folder.file('theirs') };
  if (base) writeCassette(paths.base, base);
  else writeFileSync(paths.base, '');
  writeCassette(paths.ours, ours);
  writeCassette(paths.theirs, theirs);
  const before = readFileSync(paths.ours);
  const merged = mergeCassettes(paths);
  expect(existsSync(`${paths.ours}.journal`)).toBe(false);
  using file = CassetteFile.open(paths.ours);
  const result = Array.from({ length: file.count }, (_, index) => checkRecording(file, index));
  return {
    merged,
    result,
    isAsBefore: readFileSync(paths.ours).equals(before),
    bytes: readFileSync(paths.ours),
  };
}

const one = (command: string, stdout: string, start?: number): Short => ({
  command,
  stdout,
  ...(start !== undefined && { start }),
});
const [a, b, c, d] = [one('a', '1'), one('b', '2'), one('c', '3'), one('d', '4')];

describe('merging cassettes', () => {
  it('keeps what both have added: ours, then theirs, in their order, which begin after ours', () => {
    const { merged, result } = merge([a], [a, b], [a, c, d]);
    expect(merged).toEqual({ kind: 'merged', recordings: 4, added: 2 });
    expect(result.map(({ stdout }) => stdout)).toEqual(['1', '2', '3', '4']);
    expect(result.map(({ start }) => start)).toEqual([0, 11, 22, 33]);
  });

  it('keeps once what both have added just so, whatever the time it took', () => {
    const { result, isAsBefore } = merge([a], [a, b], [a, { ...b, duration: 999 }]);
    expect(result.map(({ stdout }) => stdout)).toEqual(['1', '2']);
    expect(isAsBefore).toBe(true);
  });

  it('has what one has recorded anew in its old place, and removes what one has removed', () => {
    const { result } = merge([a, b, c], [a, b], [one('a', 'new'), b, c]);
    expect(result.map(({ stdout }) => stdout)).toEqual(['new', '2']);
    expect(result[0]?.start).toBe(0);
  });

  it('is a conflict where both have recorded one anew, each otherwise, and leaves ours as it was', () => {
    const { merged, isAsBefore } = merge([a, b], [one('a', 'x'), b], [one('a', 'y'), b, c]);
    expect(merged).toMatchObject({ kind: 'conflict', conflicts: [{ ours: 0, theirs: 0 }] });
    expect(isAsBefore).toBe(true);
  });

  it('is a conflict where one has removed what the other has recorded anew', () => {
    expect(merge([a, b], [b], [one('a', 'y'), b]).merged).toMatchObject({
      kind: 'conflict',
      conflicts: [{ ours: undefined, theirs: 0 }],
    });
  });

  it('takes an empty base for none: both have added all they hold', () => {
    const { result } = merge(undefined, [a, b], [a, c]);
    expect(result.map(({ stdout }) => stdout)).toEqual(['1', '2', '3']);
  });

  it('gives the secrets of theirs ids that none of ours has', () => {
    const secret = (command: string, id: number): Short => ({
      command: `${command} hunter2`,
      stdout: '',
      slots: [{ field: 'command', index: 0, offset: command.length + 1, length: 7, class: 'password', id }],
    });
    const { result } = merge(
      [secret('a', 1)],
      [secret('a', 1), secret('b', 2)],
      [secret('a', 1), secret('c', 2)],
    );
    expect(result.map(({ ids }) => ids)).toEqual([[1], [2], [3]]);
  });

  it('gives the same bytes again', () => {
    const first = merge([a], [a, b], [a, c]).bytes;
    expect(merge([a], [a, b], [a, c]).bytes.equals(first)).toBe(true);
  });
});
