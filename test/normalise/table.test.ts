import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { BUILT_INS } from '../../src/normalise/built-ins.ts';

const PAGE = join(import.meta.dirname, '../../docs/normalisers.md');

/** The built-in normalisers, as the page has them. */
const table = (): string =>
  [
    '| name | hides | where it is restricted | ids | unless told otherwise |',
    '|---|---|---|---|---|',
    ...BUILT_INS.map(
      ({ name, hides, where, identity, isOn }) =>
        `| \`${name}\` | ${hides} | ${where} | ${identity ? 'yes' : ''} | ${isOn ? 'on' : 'off'} |`,
    ),
  ].join('\n');

// After a change on purpose: npx vitest run test/normalise/table.test.ts --update
it('docs/normalisers.md has the table of those that are built in', async () => {
  const page = await readFile(PAGE, 'utf8');
  const right = page.replace(
    /(<!-- table: .*-->\n).*(?=<!-- end -->)/s,
    (_, begin: string) => `${begin}\n${table()}\n\n`,
  );
  await expect(right).toMatchFileSnapshot(PAGE);
});

it('a normaliser has one name, which can be a label', () => {
  const names = BUILT_INS.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  for (const name of names) expect(name).toMatch(/^[a-z][a-z0-9-]*$/);
});
