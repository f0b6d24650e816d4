import { expect, test } from 'vitest';
import { slotsByIndex } from '../../src/cassette/head-slots.ts';
import type { HeadSlot } from '../../src/cassette/recording.ts';
import { headText } from '../../src/cassette/text-head.ts';
import { keyWords } from '../../src/key.ts';

const slot = (field: HeadSlot['field'], index: number): HeadSlot => ({
  ...{ field, index, offset: 0, length: 1, class: 'c', id: 1 },
});

test('slots are found by what they are in, in their order', () => {
  const slots = [slot('argv', 2), slot('env', 2), slot('argv', 0), slot('argv', 2)];
  const slotsOf = slotsByIndex(slots, 'argv');
  expect([0, 1, 2].map(slotsOf)).toEqual([[slots[2]], [], [slots[0], slots[3]]]);
});

test('a head with many words and many slots is gone through once, not once a word', () => {
  const count = 1_000;
  let looks = 0;
  const slots = Array.from({ length: count }, (_, i) => ({
    ...slot('argv', i),
    get field(): HeadSlot['field'] {
      looks++;
      return 'argv';
    },
  }));
  const asked = { kind: 'argv', argv: Array.from({ length: count }, () => Buffer.from('ab')) } as const;
  keyWords({ asked, slots });
  expect(looks).toBe(count);
  headText({ asked, slots, tty: undefined, env: [], origin: '', user: undefined, start: 0 });
  expect(looks).toBeLessThan(4 * count);
});
