import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { format } from 'prettier';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { manifestJsonSchema } from '../../src/manifest/json-schema.ts';
import { loadManifests } from '../../src/manifest/load.ts';

const DOCS = join(import.meta.dirname, '../../docs');
const SCHEMA = join(DOCS, 'manifest.schema.json');

/** The manifests of the page, by the names they give themselves. */
async function documented(): Promise<Map<string, string>> {
  const page = await readFile(join(DOCS, 'manifest.md'), 'utf8');
  const blocks = Array.from(page.matchAll(/^```yaml\n(.*?)^```/gms), ([, text = '']) => text);
  return new Map(blocks.map((text) => [/^# ([\w-]+\.yaml):/m.exec(text)?.[1] ?? '', text]));
}

describe('the JSON Schema of manifests', () => {
  // After a change on purpose: npx vitest run test/manifest/json-schema.test.ts --update
  it('is committed as docs/manifest.schema.json', async () => {
    const text = await format(JSON.stringify(manifestJsonSchema()), { parser: 'json', printWidth: 110 });
    await expect(text).toMatchFileSnapshot(SCHEMA);
  });

  it('lets the manifests of docs/manifest.md through, and no unknown key', async () => {
    const schema = JSON.parse(await readFile(SCHEMA, 'utf8')) as Parameters<typeof z.fromJSONSchema>[0];
    const checked = z.fromJSONSchema(schema);
    for (const text of (await documented()).values())
      expect(checked.safeParse(parse(text)).error).toBe(undefined);
    expect(checked.safeParse({ version: 1, hook: [] }).success).toBe(false);
    expect(checked.safeParse({ version: 1, hooks: [{ do: { mok: {} } }] }).success).toBe(false);
  });
});

describe('docs/manifest.md', () => {
  it('has manifests that are all right, each with the line for editors', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tapehead-docs-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const manifests = await documented();
    expect([...manifests.keys()]).toEqual(['image.yaml', 'test.yaml']);
    await writeFile(join(folder, 'not-found.txt'), 'sh: not found\n');
    for (const [name, text] of manifests) {
      expect(text).toMatch(/^# yaml-language-server: \$schema=\S+\/docs\/manifest\.schema\.json\n/);
      await writeFile(join(folder, name), text);
    }
    const { files } = await loadManifests([join(folder, 'test.yaml')]);
    expect(files).toHaveLength(2);
  });
});
