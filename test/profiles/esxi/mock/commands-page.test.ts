import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LEAVES } from '../../../../src/profiles/esxi/mock/leaves/all.ts';
import { TOOLS } from '../../../../src/profiles/esxi/mock/tools/all.ts';
import { commandsPage } from './commands-page.ts';

const PAGE = join(import.meta.dirname, '../../../../docs/esxi-commands.md');

describe('the page of commands', () => {
  // After commands were added: npx vitest run test/profiles/esxi/mock/commands-page.test.ts --update
  it('is committed as docs/esxi-commands.md', async () => {
    await expect(commandsPage()).toMatchFileSnapshot(PAGE);
  });

  it('has every command once, and a sentence of each', () => {
    const paths = LEAVES.map(({ path }) => path);
    expect(new Set(paths).size).toBe(paths.length);
    const wordless = [
      ...LEAVES.map(({ path, about }) => [path, about]),
      ...Array.from(TOOLS.values(), ({ name, about }) => [name, about]),
    ]
      .filter(([, about]) => !/^\S.*[^.]\.$/.test(about ?? ''))
      .map(([name]) => name);
    expect(wordless).toEqual([]);
  });
});
