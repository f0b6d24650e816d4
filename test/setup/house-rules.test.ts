import { describe, expect, it } from 'vitest';
import { judge } from '../../setup/house-rules.mjs';

const lines = (count: number): string => 'x\n'.repeat(count);
const broken = (path: string, text = ''): string[] => judge([{ path, text }]).broken;

describe('house rules', () => {
  it('refuse files named after nothing in particular', () => {
    for (const path of [
      'src/utils.ts',
      'src/cli/helpers.ts',
      'recorder/common.ts',
      'test/types.d.ts',
      'src/util.mjs',
    ]) {
      expect(broken(path), path).toHaveLength(1);
    }
    expect(broken('src/pattern-types-of-users.ts')).toEqual([]);
  });

  it('refuse source files above 250 lines, and note those above 150', () => {
    expect(judge([{ path: 'src/a.ts', text: lines(150) }])).toEqual({ broken: [], notes: [] });
    expect(judge([{ path: 'replayer/a.ts', text: lines(250) }])).toEqual({
      broken: [],
      notes: ['replayer/a.ts: 250 lines'],
    });
    expect(broken('recorder/a.ts', lines(251))).toEqual(['recorder/a.ts: 251 lines, at most 250']);
    expect(broken('src/shim/a.c', lines(251))).toEqual(['src/shim/a.c: 251 lines, at most 250']);
    expect(broken('test/a.test.ts', lines(900))).toEqual([]);
  });

  it('refuse a test that leaves the others out', () => {
    expect(broken('test/a.test.ts', ['describe', 'only("x")'].join('.'))).toHaveLength(1);
    expect(broken('test/a.test.ts', ['it.concurrent', 'only("x")'].join('.'))).toHaveLength(1);
    expect(broken('test/a.test.ts', 'options.only("x")')).toEqual([]);
  });

  it('refuse paths and registries of one machine, with the line', () => {
    const work = ['', 'work'].join('/');
    expect(broken('README.md', `a\nsee ${work}/main`)).toEqual([`README.md:2: ${work} is of one machine`]);
    expect(broken('a.json', `"${['', 'root', '.ssh'].join('/')}"`)).toHaveLength(1);
    expect(broken('a.md', ['https://registry', 'npmjs', 'org/x'].join('.'))).toHaveLength(1);
    expect(broken('a.md', 'src/work and home/root, </root>, https://host/rootless, ssh://root@host')).toEqual(
      [],
    );
  });

  it('refuse a lock file that names where packages came from', () => {
    expect(broken('package-lock.json', '{"version":"1"}')).toEqual([]);
    expect(broken('package-lock.json', '"resolved": "x"')).toHaveLength(1);
  });
});
