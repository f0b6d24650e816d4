import { expect } from 'vitest';
import type { Seen } from '../../../clients/commands.ts';

/** A host as a build by Packer (vmware-iso, remote_type esx5) reaches it: both streams apart, files by SCP. */
export interface BuildHost {
  ssh(command: string, more?: { stdin?: string }): Promise<Seen>;
  /** Sends a file of these bytes. */
  upload(text: string, path: string): Promise<void>;
}

const FOLDER = '/vmfs/volumes/datastore1/build 1';
const ISO = '/vmfs/volumes/datastore1/packer_cache/an.iso';

/** An ISO and a VM are brought, the VM is registered, runs, is asked for its address and its ports, and goes. */
export async function packerBuild({ ssh, upload }: BuildHost, digest: string): Promise<void> {
  const says = async (command: string, stdin?: string): Promise<string> => {
    const seen = await ssh(command, stdin === undefined ? {} : { stdin });
    expect(seen, command).toMatchObject({ code: 0, stderr: '' });
    return seen.stdout;
  };
  expect(await says('esxcli --formatter csv system version get')).toMatch(
    /^Build,Patch,Product,Update,Version,\n/,
  );
  await says('esxcli system settings advanced set -o /Net/GuestIPHack -i 1');
  const hack = await says('esxcli --formatter csv system settings advanced list -o /Net/GuestIPHack');
  expect(columnOf(hack, 'IntValue')).toEqual(['1']);

  await says(`mkdir -p "${ISO.slice(0, ISO.lastIndexOf('/'))}"`);
  expect((await ssh(`test -e "${ISO}"`)).code).toBe(1);
  await upload('an iso\n', ISO);
  await says(`test -e "${ISO}"`);
  expect(await says('sha256sum -c', `${digest}  ${ISO}\n`)).toBe(`${ISO}: OK\n`);
  const wrong = await ssh('sha256sum -c', {
    stdin: `${digest.replace(/^./, (d) => (d === '0' ? '1' : '0'))}  ${ISO}\n`,
  });
  expect(wrong).toMatchObject({ stdout: `${ISO}: FAILED\n`, code: 1 });

  await says(`mkdir -p "${FOLDER}"`);
  await says(`vmkfstools -c 64M -d zeroedthick -a lsilogic "${FOLDER}/disk.vmdk"`);
  await upload(VMX, `${FOLDER}/build.vmx`);
  const id = (await says(`vim-cmd solo/registervm "${FOLDER}/build.vmx"`)).trim();
  expect(id).toMatch(/^\d+$/);
  expect(columnOf(await says('esxcli --formatter csv network ip connection list'), 'LocalAddress')).toContain(
    '0.0.0.0:22',
  );
  await says(`vim-cmd vmsvc/power.on ${id}`);
  expect(await says(`vim-cmd vmsvc/power.getstate ${id}`)).toMatch(/\nPowered on\n$/);
  const vms = await says('esxcli --formatter csv network vm list');
  const world = columnOf(vms, 'WorldID')[columnOf(vms, 'Name').indexOf('build')];
  expect(
    columnOf(await says(`esxcli --formatter csv network vm port list -w ${world}`), 'Portgroup'),
  ).toEqual(['VM Network']);
  await says(`vim-cmd vmsvc/snapshot.create ${id} first`);
  await says(`vim-cmd vmsvc/power.off ${id}`);
  await says(`vim-cmd vmsvc/snapshot.removeall ${id}`);
  expect((await says(`ls -1p "${FOLDER}"`)).split('\n')).toEqual(
    expect.arrayContaining(['build.vmx', 'disk-flat.vmdk', 'disk.vmdk']),
  );
  await says(`vmkfstools --punchzero "${FOLDER}/disk.vmdk"`);
  await says(`vim-cmd vmsvc/unregister ${id}`);
  expect(await says('vim-cmd vmsvc/getallvms')).not.toContain('build');
  await says(`rm -rf "${FOLDER}"`);
  await says(`test ! -e "${FOLDER}"`);
}

const VMX = `.encoding = "UTF-8"
config.version = "8"
virtualHW.version = "19"
displayName = "build"
guestOS = "other-64"
memsize = "512"
numvcpus = "1"
scsi0.present = "TRUE"
scsi0.virtualDev = "lsilogic"
scsi0:0.present = "TRUE"
scsi0:0.fileName = "disk.vmdk"
ethernet0.present = "TRUE"
ethernet0.networkName = "VM Network"
ethernet0.virtualDev = "e1000"
ethernet0.addressType = "generated"
`;

/** As Packer reads it: by the name of the column. */
function columnOf(csv: string, name: string): string[] {
  const [head = '', ...rows] = csv.trim().split('\n').map(cells);
  const at = Array.from(head).indexOf(name);
  return rows.map((row) => row[at] ?? '');
}

const cells = (line: string): string[] =>
  Array.from(line.matchAll(/("(?:[^"])*"|[^,]*),/g), ([, cell = '']) => cell.replace(/^"(.*?),?"$/, '$1'));
