import { describe, expect, it } from 'vitest';
import { lost } from '../../src/outcome.ts';
import { compare } from './compare.ts';
import { join, type Observation } from './observation.ts';
import { exits, stderr, stdout } from './row.ts';

const said: Observation = [stdout('out'), stderr('err'), stdout('more'), ...exits(0)];

describe('compare', () => {
  it('finds nothing where nothing differs', () => {
    expect(
      compare(said, join([stdout('o'), ...said.slice(1)].toSpliced(1, 0, stdout('ut'))), 'everything'),
    ).toEqual([]);
  });

  it('names the byte at which a stream differs, and what stands there', () => {
    expect(compare([stdout('0123 as taped')], [stdout('0123 As taped')], 'streams')).toContain(
      'stdout differs at byte 5: "as taped", not "As taped"',
    );
    expect(compare([stderr('whole')], [stderr('who')], 'streams')).toContain(
      'stderr of 5 bytes, not 3 differs at byte 3: "le", not its end',
    );
  });

  it('names another outcome, and none', () => {
    const without = said.slice(0, -1);
    expect(compare(said, [...without, { type: 'outcome', outcome: lost('cut') }], 'streams')).toEqual([
      'the outcome is lost: cut, not exited 0',
    ]);
    expect(compare(said, without, 'streams')).toEqual(['the outcome is nothing, not exited 0']);
  });

  it('tells a stream that was ended from one that was cut', () => {
    expect(compare(said, said.toSpliced(3, 1), 'streams')).toEqual(['EOF came 0 times, not 1']);
  });

  it('looks at the order across streams only when asked to', () => {
    const late = [stdout('outmore'), stderr('err'), ...exits(0)];
    expect(compare(said, late, 'streams')).toEqual([]);
    expect(compare(said, late, 'order')).toEqual([
      'item 1 in order is 7 bytes of stdout "outmore", not 3 bytes of stdout "out"',
    ]);
  });

  it('looks at where EOF and outcome came only when asked to', () => {
    const [eof, outcome] = exits(0) as [Observation[number], Observation[number]];
    const statusFirst = [...said.slice(0, 3), outcome, eof];
    expect(compare(said, statusFirst, 'order')).toEqual([]);
    expect(compare(said, statusFirst, 'everything')).toEqual(['item 4 in order is exited 0, not EOF']);
  });
});
