import { describe, expect, it } from 'vitest';
import { CassetteOwners, cassettePath, fileNameOf } from '../../src/vitest/cassette-path.ts';

describe('the cassette of a test', () => {
  it('lies beside the test file, by the names of file, suites and test', () => {
    expect(cassettePath('/repo/test/nic.test.ts', ['esxcli network', 'lists NICs (up & down)'])).toBe(
      '/repo/test/__cassettes__/nic.test.ts/esxcli-network--lists-NICs-up-down.cassette',
    );
  });

  it.each([
    [['plain'], 'plain'],
    [['../../etc/passwd'], 'etc-passwd'],
    [['  a\t\n b  '], 'a-b'],
    [['v1.2_rc', '.hidden'], 'v1.2_rc--hidden'],
    [['Größe', 'ファイル'], 'Größe--ファイル'],
    [['a', '???', 'b'], 'a--b'],
    [['$(rm -rf ~); `id`'], 'rm-rf-id'],
  ])('%j is %s', (names, expected) => {
    expect(fileNameOf(names)).toBe(expected);
  });

  it('is the same however a name is composed', () => {
    expect(fileNameOf(['Gro\u0308ße'])).toBe(fileNameOf(['Gr\u00f6ße']));
  });

  it('ends in a hash where the name is long, or says nothing', () => {
    const [a, b] = [fileNameOf(['x'.repeat(300)]), fileNameOf([`${'x'.repeat(300)}y`])];
    expect(a).toMatch(/^x{141}-[0-9a-f]{8}$/);
    expect(a).not.toBe(b);
    expect(fileNameOf(['???'])).toMatch(/^[0-9a-f]{8}$/);
    const wide = fileNameOf(['ö'.repeat(300)]);
    expect(Buffer.byteLength(wide)).toBeLessThanOrEqual(150);
    expect(wide).toMatch(/^ö+-[0-9a-f]{8}$/);
  });

  it('is of one test; that may be tried again', () => {
    const owners = new CassetteOwners();
    owners.claim('/a/Lists.cassette', 'id-1', 'Lists');
    owners.claim('/a/Lists.cassette', 'id-1', 'Lists');
    expect(() => owners.claim('/a/lists.cassette', 'id-2', 'lists')).toThrow(
      'the tests "Lists" and "lists" would have the same cassette, /a/lists.cassette',
    );
  });
});
