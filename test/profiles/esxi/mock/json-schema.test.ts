import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { format } from 'prettier';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { hostOf } from '../../../../src/profiles/esxi/mock/model/host.ts';
import { hostJsonSchema } from '../../../../src/profiles/esxi/mock/model/json-schema.ts';

const SCHEMA = join(import.meta.dirname, '../../../../docs/esxi-host.schema.json');

describe('the JSON Schema of hosts', () => {
  // After a change on purpose: npx vitest run test/profiles/esxi/mock/json-schema.test.ts --update
  it('is committed as docs/esxi-host.schema.json', async () => {
    const text = await format(JSON.stringify(hostJsonSchema()), { parser: 'json', printWidth: 110 });
    await expect(text).toMatchFileSnapshot(SCHEMA);
  });

  it('lets a whole host through, and no unknown key', async () => {
    const schema = JSON.parse(await readFile(SCHEMA, 'utf8')) as Parameters<typeof z.fromJSONSchema>[0];
    const checked = z.fromJSONSchema(schema);
    expect(checked.safeParse(hostOf()).error).toBeUndefined();
    expect(checked.safeParse({ nic: [] }).success).toBe(false);
  });
});
