import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Seen } from '../../../clients/commands.ts';

const SCRIPT = readFileSync(join(import.meta.dirname, 'fixtures/backup.sh'), 'utf8');

/** A machine with a disk of 4 MiB is made and runs; a script on the host backs it up. */
export async function backupRun(
  ssh: (command: string, more?: { stdin?: string }) => Promise<Seen>,
): Promise<void> {
  const says = async (command: string, stdin?: string): Promise<string> => {
    const seen = await ssh(command, stdin === undefined ? {} : { stdin });
    expect(seen, command).toMatchObject({ code: 0, stderr: '' });
    return seen.stdout;
  };
  const folder = '/vmfs/volumes/datastore1/mail-1';
  await says(`mkdir ${folder} && vmkfstools -c 4M -d zeroedthick ${folder}/mail-1.vmdk`);
  await says(`echo mail | dd of=${folder}/mail-1-flat.vmdk bs=512 seek=3 conv=notrunc 2>/dev/null`);
  await says(`cat >${folder}/mail-1.vmx`, VMX);
  const id = (await says(`vim-cmd solo/registervm ${folder}/mail-1.vmx`)).trim();
  await says(`vim-cmd vmsvc/power.on ${id}`);
  await says('mkdir -p /opt/backup; cat >/opt/backup/backup.sh; chmod +x /opt/backup/backup.sh', SCRIPT);

  const run = '/opt/backup/backup.sh mail-1 /vmfs/volumes/datastore1/backup/mail-1';
  const said = await says(run);
  expect(said.replace(/\d+ steps/, 'N steps')).toBe(`mail-1 is ${id} in [datastore1] mail-1/mail-1.vmx
mail-1.vmdk: N steps, last 100 %
mail-1.vmdk: same
mail-1 (Powered on): 0 failed; 3 files
`);
  expect(await ssh(run)).toMatchObject({
    code: 1,
    stdout: expect.stringContaining('The file already exists') as string,
  });
  expect(await ssh('/opt/backup/backup.sh nobody /tmp/x')).toMatchObject({
    code: 1,
    stdout: 'there is no nobody\n',
  });
  await says(`vim-cmd vmsvc/power.off ${id} && vim-cmd vmsvc/destroy ${id}`);
  expect(await says(`[ -e ${folder} ] || echo gone`)).toBe('gone\n');
  await says('rm -r /vmfs/volumes/datastore1/backup');
}

const VMX = `config.version = "8"
virtualHW.version = "19"
displayName = "mail-1"
guestOS = "ubuntu-64"
memsize = "512"
scsi0.present = "TRUE"
scsi0:0.present = "TRUE"
scsi0:0.fileName = "mail-1.vmdk"
`;
