import { expect, test } from 'vitest';
import { repairText } from '../../src/cli/repair-text.ts';

test('says what was recovered, and what was left out', () => {
  const repair = {
    from: 'journal',
    written: 'a.cassette',
    recovered: 3,
    dropped: 1,
    headerLost: false,
  } as const;
  expect(repairText('a.cassette', [repair])).toBe(
    'tapehead: wrote a.cassette: 3 recordings from the journal; 1 recording left out, as not whole\n',
  );
});

test('says where the damaged file is', () => {
  const repair = {
    from: 'damaged file',
    written: 'a',
    recovered: 1,
    dropped: 0,
    headerLost: true,
    keptAs: 'a.damaged',
  } as const;
  expect(repairText('a', [repair])).toBe(
    'tapehead: wrote a: 1 recording from the damaged file; its header was lost, so the host is not known any more; ' +
      'the damaged file is kept as a.damaged\n',
  );
});

test('says that there was nothing to do', () => {
  expect(repairText('a', [])).toBe('tapehead: a is whole, and there is no journal beside it\n');
});
