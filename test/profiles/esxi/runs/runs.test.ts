import { afterEach, beforeEach, expect, it } from 'vitest';
import { spawned } from '../../../clients/spawned.ts';
import { needs } from '../../../support/needs.ts';
import { Shims } from '../../../support/shims.ts';
import { aMockEsxi, type MockEsxi } from './a-mock.ts';
import { backupRun } from './backup.ts';
import { buildHost, DIGEST, merging } from './clients.ts';
import { type BuildHost, packerBuild } from './packer.ts';
import { terraformRun } from './terraform.ts';

needs(
  'ssh',
  'scp',
  'gcc',
  'busybox',
  'bubblewrap',
)('a mock ESXi host, over SSH', () => {
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

needs(
  'gcc',
  'busybox',
  'bubblewrap',
)('a mock ESXi host, through the shim', () => {
  let shims: Shims;
  beforeEach(() => {
    shims = new Shims().link('sh', 'ls', 'esxcli', 'vim-cmd');
  });
  afterEach(() => shims[Symbol.dispose]());

  /** A shell that is a shim is the mock host's. */
  async function shelled(): Promise<Pick<MockEsxi, 'ssh'>> {
    await aMockEsxi({ shim: [{ path: shims.socket }] });
    return {
      ssh: (command, { stdin } = {}) =>
        spawned([`${shims.links}/sh`, '-c', command], { stdin, env: shims.env }),
    };
  }

  it('is one to a Terraform provider', async () => {
    await terraformRun(merging(await shelled()));
  });

  it('is one to a build by Packer', async () => {
    const { ssh } = await shelled();
    const upload: BuildHost['upload'] = async (text, path) => {
      expect(await ssh(`cat >"${path}"`, { stdin: text })).toEqual({ stdout: '', stderr: '', code: 0 });
    };
    await packerBuild({ ssh, upload }, DIGEST);
  });

  it('is one to a backup script that runs on it', async () => {
    const { ssh } = await shelled();
    await backupRun(ssh);
  });

  it('leaves the list of a loop to the loop', async () => {
    await shelled();
    const { stdout } = await shims.bash('while read f; do ls -d "$f"; done', {
      input: '/bin\n/vmfs/volumes/datastore1\n/none\n',
    });
    expect(stdout).toBe('/bin\n/vmfs/volumes/datastore1\n');
  });
});
