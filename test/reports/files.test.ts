import { spawnSync } from 'node:child_process';
import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ReportFiles } from '../../src/reports/files.ts';
import { REPORT_FORMS } from '../../src/reports/form.ts';
import { testFolder } from '../cli/run-tapehead.ts';
import { inventedReport } from './invented.ts';

const nowhere = (): Promise<void> => Promise.reject(new Error('nothing goes to stdout'));

describe('the files of reports', () => {
  it('are written whole, one in each form', async () => {
    const folder = await testFolder();
    await using files = await ReportFiles.open(
      REPORT_FORMS.map((form) => ({ form, path: join(folder, form) })),
    );
    await files.write(inventedReport(50), nowhere);
    expect((await readdir(folder)).sort()).toEqual([...REPORT_FORMS].sort());
    expect(await readFile(join(folder, 'html'), 'utf8')).toMatch(/^<!doctype html>[^]*<\/html>\n$/);
  });

  it('leave what was there, and nothing beside it, where nothing is written', async () => {
    const folder = await testFolder();
    await writeFile(join(folder, 'r.json'), 'as it was');
    {
      await using _ = await ReportFiles.open([{ form: 'json', path: join(folder, 'r.json') }]);
    }
    expect(await readdir(folder)).toEqual(['r.json']);
    expect(await readFile(join(folder, 'r.json'), 'utf8')).toBe('as it was');
  });

  it('are told before the run where they cannot be written', async () => {
    const folder = await testFolder();
    await mkdir(join(folder, 'folder'));
    for (const path of ['folder', 'none/r.json'])
      await expect(
        ReportFiles.open([
          { form: 'json', path: join(folder, 'r.json') },
          { form: 'html', path: join(folder, path) },
        ]),
      ).rejects.toThrow(
        expect.objectContaining({ code: 'USAGE', message: expect.stringContaining(join(folder, path)) }),
      );
    expect(await readdir(folder)).toEqual(['folder']);
  });

  it('are written through a link, and into a pipe', async () => {
    const folder = await testFolder();
    await writeFile(join(folder, 'real.json'), '');
    await symlink('real.json', join(folder, 'link.json'));
    {
      await using files = await ReportFiles.open([{ form: 'json', path: join(folder, 'link.json') }]);
      await files.write(inventedReport(1), nowhere);
    }
    expect(JSON.parse(await readFile(join(folder, 'real.json'), 'utf8'))).toMatchObject({ version: 1 });
    expect(spawnSync('mkfifo', [join(folder, 'pipe')]).status).toBe(0);
    const reading = readFile(join(folder, 'pipe'), 'utf8');
    {
      await using files = await ReportFiles.open([{ form: 'markdown', path: join(folder, 'pipe') }]);
      await files.write(inventedReport(1), nowhere);
    }
    expect(await reading).toContain('tapehead verify');
  });

  it('can be stdout', async () => {
    let said = '';
    await using files = await ReportFiles.open([{ form: 'sarif', path: '-' }]);
    await files.write(inventedReport(20), (text) => Promise.resolve(void (said += text)));
    expect(JSON.parse(said)).toMatchObject({ version: '2.1.0' });
  });
});
