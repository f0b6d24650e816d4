import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { spawned } from '../../../clients/spawned.ts';
import type { Seen } from '../../../clients/commands.ts';
import { needs, pathOf } from '../../../support/needs.ts';
import { TempFolder } from '../../../support/tape.ts';
import { aMockEsxi, type MockEsxi } from './a-mock.ts';

const BYTES = Buffer.from(Array.from({ length: 200_001 }, (_, i) => (i * 7) % 256));

const scp = ({ server }: MockEsxi, ...args: string[]): Promise<Seen> =>
  spawned([pathOf('scp'), '-O', '-q', '-F', server.config, ...args]);

needs(
  'ssh',
  'scp',
  'gcc',
  'busybox',
  'bubblewrap',
)('scp -O with a mock ESXi host', () => {
  it('brings a file up and down again, whatever its bytes and its name', async () => {
    using folder = new TempFolder();
    const mock = await aMockEsxi();
    const [up, down] = [folder.file('a file'), folder.file('down')];
    writeFileSync(up, BYTES);
    chmodSync(up, 0o640);
    expect(await scp(mock, up, "tapehead:'/vmfs/volumes/datastore1/an iso'")).toEqual(DONE);
    expect(await mock.says('cd /vmfs/volumes/datastore1; stat -c "%a %s" "an iso"')).toBe('640 200001\n');
    expect(await scp(mock, '-pT', "tapehead:'/vmfs/volumes/datastore1/an iso'", down)).toEqual(DONE);
    expect(readFileSync(down).equals(BYTES)).toBe(true);
  });

  it('brings folders, with their times', async () => {
    using folder = new TempFolder();
    const mock = await aMockEsxi();
    mkdirSync(folder.file('deep/er'), { recursive: true });
    writeFileSync(folder.file('deep/er/one'), '1');
    writeFileSync(folder.file('deep/empty'), '');
    expect(await scp(mock, '-rp', folder.file('deep'), 'tapehead:/tmp')).toEqual(DONE);
    expect(await mock.says('cd /tmp; find deep -type f | sort; cat deep/er/one')).toBe(
      'deep/empty\ndeep/er/one\n1',
    );
    expect(await scp(mock, '-rp', 'tapehead:/tmp/deep', folder.file('back'))).toEqual(DONE);
    expect(readFileSync(folder.file('back/er/one'), 'utf8')).toBe('1');
    const [then, now] = ['deep/empty', 'back/empty'].map((name) =>
      Math.floor(statSync(folder.file(name)).mtimeMs / 1000),
    );
    expect(now).toBe(then);
  });

  it('says what is not there, and what cannot be written', async () => {
    using folder = new TempFolder();
    const mock = await aMockEsxi();
    writeFileSync(folder.file('x'), 'x');
    expect(await scp(mock, 'tapehead:/tmp/none', folder.path)).toEqual({
      ...{ stdout: '', code: 1 },
      stderr: 'scp: /tmp/none: No such file or directory\n',
    });
    expect(await scp(mock, folder.file('x'), 'tapehead:/none/x')).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^scp: \/none\/x: /) as string,
    });
    expect(await scp(mock, folder.file('x'), 'tapehead:/bin/x')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('Read-only file system') as string,
    });
  });
});

const DONE = { stdout: '', stderr: '', code: 0 };
