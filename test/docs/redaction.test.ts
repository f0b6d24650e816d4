import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { SECRET_CLASSES } from '../../src/redact/secret-classes.ts';

it('docs/redaction.md has every class of secrets, as the code describes it', () => {
  const page = readFileSync(join(import.meta.dirname, '../../docs/redaction.md'), 'utf8');
  const rows = SECRET_CLASSES.map(({ name, doc }) => `| \`${name}\` | ${doc.replaceAll('|', '&#124;')} |`);
  expect(page.split('\n').filter((line) => line.startsWith('| `'))).toEqual(rows);
});
