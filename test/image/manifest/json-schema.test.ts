import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { format } from 'prettier';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { filesJsonSchema, interposeJsonSchema } from '../../../src/image/manifest/json-schema.ts';
import { blocksOf } from '../../docs/guide.ts';

const DOCS = join(import.meta.dirname, '../../../docs');

describe.each([
  ['files', filesJsonSchema, { version: 1, files: [{ path: '/a', tekst: 'x' }] }],
  ['interpose', interposeJsonSchema, { version: 1, excluded: [] }],
] as const)('the JSON Schema of %s manifests', (name, schema, wrong) => {
  const file = join(DOCS, `image-${name}.schema.json`);

  // After a change on purpose: npx vitest run test/image/manifest/json-schema.test.ts --update
  it('is committed in docs', async () => {
    const text = await format(JSON.stringify(schema()), { parser: 'json', printWidth: 110 });
    await expect(text).toMatchFileSnapshot(file);
  });

  it('lets the one of docs/image.md through, and no unknown key', async () => {
    const committed = JSON.parse(await readFile(file, 'utf8')) as Parameters<typeof z.fromJSONSchema>[0];
    const checked = z.fromJSONSchema(committed);
    const page = await readFile(join(DOCS, 'image.md'), 'utf8');
    const documented = blocksOf(page).filter(
      ({ language, text }) => language === 'yaml' && text.startsWith(`# ${name}.yaml`),
    );
    expect(documented).toHaveLength(1);
    for (const { text } of documented) expect(checked.safeParse(parse(text)).error).toBe(undefined);
    expect(checked.safeParse(wrong).success).toBe(false);
  });
});
