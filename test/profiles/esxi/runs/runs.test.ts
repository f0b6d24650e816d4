import { it } from 'vitest';
import { needs } from '../../../support/needs.ts';
import { aMockEsxi, type MockEsxi } from './a-mock.ts';
import { type Asks, terraformRun } from './terraform.ts';

const merging =
  ({ ssh }: MockEsxi): Asks =>
  async (command) => {
    const { stdout, stderr, code } = await ssh(command);
    return { said: `${stdout}${stderr}`.trim(), code };
  };

needs(
  'ssh',
  'gcc',
  'busybox',
  'bubblewrap',
)('a mock ESXi host', () => {
  it('is one to a Terraform provider', async () => {
    await terraformRun(merging(await aMockEsxi()));
  });
});
