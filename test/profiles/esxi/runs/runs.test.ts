import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { spawned } from '../../../clients/spawned.ts';
import { needs, pathOf } from '../../../support/needs.ts';
import { TempFolder } from '../../../support/tape.ts';
import { aMockEsxi, type MockEsxi } from './a-mock.ts';
import { backupRun } from './backup.ts';
import { type BuildHost, packerBuild } from './packer.ts';
import { type Asks, terraformRun } from './terraform.ts';

const merging =
  ({ ssh }: MockEsxi): Asks =>
  async (command) => {
    const { stdout, stderr, code } = await ssh(command);
    return { said: `${stdout}${stderr}`.trim(), code };
  };

const buildHost = ({ ssh, server }: MockEsxi): BuildHost => ({
  ssh,
  async upload(text, path) {
    using folder = new TempFolder();
    writeFileSync(folder.file('up'), text);
    const scp = [pathOf('scp'), '-O', '-F', server.config, folder.file('up'), `${server.alias}:"${path}"`] as const;
    expect(await spawned(scp)).toEqual({ stdout: '', stderr: '', code: 0 });
  },
});

const DIGEST = createHash('sha256').update('an iso\n').digest('hex');

needs(
  'ssh',
  'scp',
  'gcc',
  'busybox',
  'bubblewrap',
)('a mock ESXi host', () => {
  it('is one to a Terraform provider', async () => {
    await terraformRun(merging(await aMockEsxi()));
  });

  it('is one to a build by Packer', async () => {
    await packerBuild(buildHost(await aMockEsxi()), DIGEST);
  });

  it('is one to a backup script that runs on it', async () => {
    const { ssh } = await aMockEsxi();
    await backupRun(ssh);
  });
});
