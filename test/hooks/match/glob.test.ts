import { describe, expect, it } from 'vitest';
import { nameGlob, pathGlob } from '../../../src/hooks/match/glob.ts';

const finds = (pattern: ReturnType<typeof pathGlob>, text: string): boolean =>
  pattern.capture(Buffer.from(text)) !== undefined;

describe('a glob of a path', () => {
  it.each([
    ['esxcli', 'esxcli', true],
    ['esxcli', 'esxcli2', false],
    ['esx*', 'esxcli', true],
    ['/bin/*', '/bin/esxcli', true],
    ['/bin/*', '/bin/a/b', false],
    ['/**/esxcli', '/usr/lib/vmware/esxcli', true],
    ['/**/esxcli', '/esxcli', true],
    ['**/esxcli', 'esxcli', true],
    ['**/esxcli', '/bin/esxcli', true],
    ['**/esxcli', '/bin/myesxcli', false],
    ['/vmfs/**', '/vmfs/volumes/a/b', true],
    ['vim-cm?', 'vim-cmd', true],
    ['a?b', 'a/b', false],
    [String.raw`a\*b`, 'a*b', true],
    [String.raw`a\*b`, 'axb', false],
    ['a.b[c]$(d)+', 'a.b[c]$(d)+', true],
    ['a.b', 'axb', false],
    ['é*', 'éa', true],
  ])('%s and %s: %s', (glob, text, found) => {
    expect(finds(pathGlob(glob), text)).toBe(found);
  });
});

describe('a glob of a name', () => {
  it('takes a slash for a character like any other', () => {
    expect(finds(nameGlob('*spherelet*'), '/usr/bin/spherelet --v 2\n')).toBe(true);
    expect(finds(nameGlob('a?b'), 'a/b')).toBe(true);
  });

  it('ends on one that backtracks without bound', () => {
    expect(finds(nameGlob('*a*a*a*a*a*a*a*a*a*a*a*b'), 'a'.repeat(10_000))).toBe(false);
  });
});
