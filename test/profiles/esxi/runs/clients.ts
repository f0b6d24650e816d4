import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { expect } from 'vitest';
import { spawned } from '../../../clients/spawned.ts';
import { pathOf } from '../../../support/needs.ts';
import { TempFolder } from '../../../support/tape.ts';
import type { MockEsxi } from './a-mock.ts';
import type { BuildHost } from './packer.ts';
import type { Asks } from './terraform.ts';

/** Both streams as one, trimmed, as the provider for Terraform has them. */
export const merging =
  ({ ssh }: Pick<MockEsxi, 'ssh'>): Asks =>
  async (command) => {
    const { stdout, stderr, code } = await ssh(command);
    return { said: `${stdout}${stderr}`.trim(), code };
  };

/** Files go by SCP. */
export const buildHost = ({ ssh, server }: MockEsxi): BuildHost => ({
  ssh,
  async upload(text, path) {
    using folder = new TempFolder();
    writeFileSync(folder.file('up'), text);
    const scp = [
      pathOf('scp'),
      '-O',
      '-F',
      server.config,
      folder.file('up'),
      `${server.alias}:"${path}"`,
    ] as const;
    expect(await spawned(scp)).toEqual({ stdout: '', stderr: '', code: 0 });
  },
});

/** Of the ISO that Packer brings. */
export const DIGEST = createHash('sha256').update('an iso\n').digest('hex');
