import { join } from 'node:path';
import { format } from 'prettier';
import { describe, expect, it } from 'vitest';
import { OPERATIONS } from '../../src/control/operations.ts';
import { aControlledDeck } from './a-deck.ts';
import { described, document, wrongBy } from './document.ts';

const FILE = join(import.meta.dirname, '../../docs/openapi.json');

describe('the OpenAPI document', () => {
  it('is what the deck serves', async () => {
    const { control } = await aControlledDeck();
    expect((await control('GET', '/openapi.json')).json).toEqual(document);
  });

  // After a change on purpose: npx vitest run test/control/openapi.test.ts --update
  it('is committed as docs/openapi.json', async () => {
    await expect(
      await format(JSON.stringify(document), { parser: 'json', printWidth: 110 }),
    ).toMatchFileSnapshot(FILE);
  });

  it('has each operation by a name of its own, and refers to nothing that it has not', () => {
    expect(new Set(OPERATIONS.map(({ id }) => id)).size).toBe(OPERATIONS.length);
    for (const { id, method, path } of OPERATIONS) expect(described(method, path)?.operationId).toBe(id);
    const references = JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g);
    for (const [, name = ''] of references) expect(Object.keys(document.components.schemas)).toContain(name);
  });

  it('would find an answer wrong that says more, less or something else', () => {
    const schema = { $ref: '#/components/schemas/Cassettes' };
    const cassette = { path: 'a', recordings: 1, played: 0 };
    expect(wrongBy(schema, { cassettes: [cassette] })).toBeUndefined();
    for (const wrong of [
      {},
      { cassettes: [{ path: 'a' }] },
      { cassettes: [{ ...cassette, played: -1 }] },
      { cassettes: [cassette], more: 1 },
    ])
      expect(wrongBy(schema, wrong)).toBeDefined();
  });
});
