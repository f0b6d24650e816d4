import { expect, it } from 'vitest';
import { type Field, MarkedFields } from '../../recorder/survey/marked.ts';
import { random } from '../support/random.ts';

const MARK = 'mark-';

function fieldsOf(chunks: readonly Uint8Array[], longest = 1000): Field[] {
  const fields: Field[] = [];
  const marked = new MarkedFields(MARK, longest, (field) => fields.push(field));
  for (const chunk of chunks) marked.push(chunk);
  marked.finish();
  return fields;
}

const cutAnywhere = (bytes: Buffer, int: (bound: number) => number): Buffer[] => {
  const chunks: Buffer[] = [];
  for (let at = 0; at < bytes.length;) {
    const end = at + 1 + int(int(3) === 0 ? 40 : 3);
    chunks.push(bytes.subarray(at, end));
    at = end;
  }
  return chunks;
};

it('fields are the same however the output is cut into chunks', () => {
  const seeded = random();
  for (let round = 0; round < 500; round++) {
    const contents = Array.from({ length: seeded.int(5) }, () =>
      seeded.pick([seeded.bytes(seeded.int(30)), Buffer.from('mark'), Buffer.from('-mark')]),
    );
    const output = Buffer.concat([
      Buffer.from('Welcome to mar'),
      ...contents.map((content) => Buffer.concat([Buffer.from(`${MARK}x`), content])),
    ]);
    const fields = fieldsOf(cutAnywhere(output, (bound) => seeded.int(bound)));
    expect(fields, `seed ${seeded.seed}`).toEqual(
      contents.map((bytes) => ({ tag: 'x', bytes, isCut: false })),
    );
  }
});

it('a field that is too long is cut, in constant memory, and the next one is whole', () => {
  const long = Array.from({ length: 1000 }, () => Buffer.alloc(1000, 'a'));
  const fields = fieldsOf([Buffer.from(`${MARK}x`), ...long, Buffer.from(`mar`), Buffer.from(`k-yend`)], 10);
  expect(fields).toEqual([
    { tag: 'x', bytes: Buffer.from('a'.repeat(10)), isCut: true },
    { tag: 'y', bytes: Buffer.from('end'), isCut: false },
  ]);
});
