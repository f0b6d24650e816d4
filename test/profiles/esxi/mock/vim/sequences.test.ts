import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { aHost } from '../a-host.ts';

const STORE = '/vmfs/volumes/datastore1';

describe('a Packer build', () => {
  it('makes a disk and a VM, waits for it, learns its address, and leaves nothing', () => {
    const host = aHost();
    const at = (path: string): string => host.profile.onDisk('default', path);
    const csv = (command: string): Record<string, string> => {
      const [head = '', row = ''] = host.say(`esxcli --formatter csv ${command}`).split('\n');
      const cells = row.split(',');
      return Object.fromEntries(head.split(',').map((title, i) => [title, cells[i] ?? '']));
    };
    expect(csv('system version get')['Product']).toBe('VMware ESXi');
    host.say('esxcli system settings advanced set -o /Net/GuestIPHack -i 1');
    expect(csv('system settings advanced list -o /Net/GuestIPHack')['IntValue']).toBe('1');

    mkdirSync(at(`${STORE}/built`));
    expect(host.say(`vmkfstools -c 1024M -d zeroedthick -a lsilogic ${STORE}/built/built.vmdk`)).toContain(
      '100% done',
    );
    writeFileSync(
      at(`${STORE}/built/built.vmx`),
      'config.version = "8"\nvirtualHW.version = "14"\ndisplayName = "built"\nguestOS = "otherlinux-64"\n' +
        'scsi0.present = "TRUE"\nscsi0:0.present = "TRUE"\nscsi0:0.fileName = "built.vmdk"\n' +
        'ethernet0.present = "TRUE"\nethernet0.networkName = "VM Network"\n',
    );
    const id = host.say(`vim-cmd solo/registervm "${STORE}/built/built.vmx"`).trim();
    expect(host.run('esxcli --formatter csv network ip connection list')).toMatchObject({ exit: 0 });
    expect(host.run(`vim-cmd vmsvc/power.on ${id}`)).toMatchObject({ exit: 0 });
    expect(host.say(`vim-cmd vmsvc/power.getstate ${id}`)).toContain('Powered on');

    const vm = host.host.vms.find((one) => String(one.id) === id);
    expect(host.say('esxcli --formatter csv network vm list')).toContain(`,${vm?.worldId},`);
    expect(csv(`network vm port list -w ${vm?.worldId}`)['IPAddress']).toBe(vm?.ip);
    expect(host.say('esxcli network vswitch standard portgroup list')).toMatch(/^VM Network +vSwitch0 +2 /m);

    host.say(`vim-cmd vmsvc/tools.install ${id}`);
    expect(host.say(`vim-cmd vmsvc/get.summary ${id}`)).toContain('toolsInstallerMounted = true, ');
    host.say(`vim-cmd vmsvc/power.off ${id}`);
    host.say(`vim-cmd vmsvc/reload ${id}`);
    host.say(`vim-cmd vmsvc/snapshot.create ${id} built`);
    host.say(`vim-cmd vmsvc/snapshot.removeall ${id}`);
    expect(host.run(`vmkfstools --punchzero ${STORE}/built/built.vmdk`)).toMatchObject({ exit: 0 });
    host.say(`vim-cmd vmsvc/unregister ${id}`);
    expect(existsSync(at(`${STORE}/built/built.vmdk`))).toBe(true);
    const again = host.say(`vim-cmd solo/registervm "${STORE}/built/built.vmx"`).trim();
    expect(host.run(`vim-cmd vmsvc/destroy ${again}`)).toMatchObject({ exit: 0 });
    expect(existsSync(at(`${STORE}/built`))).toBe(false);
    expect(host.say('vim-cmd vmsvc/getallvms')).not.toContain('built');
  });
});

describe('a backup', () => {
  it('copies the disks that a snapshot keeps while the VM runs on, and leaves it as it was', () => {
    const disks = [{ path: 'vm-1/vm-1.vmdk', sizeKB: 1024 }];
    const host = aHost({ vms: [{ name: 'vm-1', power: 'on', disks }] });
    const at = (path: string): string => host.profile.onDisk('default', path);
    const before = structuredClone(host.host.vms[0]);
    writeFileSync(at(`${STORE}/vm-1/vm-1-flat.vmdk`), 'what is on the disk', { flag: 'r+' });

    expect(host.say('vim-cmd vmsvc/getallvms')).toMatch(/^1 +vm-1 +\[datastore1\] vm-1\/vm-1\.vmx /m);
    expect(host.say('vim-cmd vmsvc/snapshot.get 1')).toBe('Get Snapshot:\n');
    expect(host.say('vim-cmd vmsvc/snapshot.create 1 ghettoVCB-snapshot-2026-01-02 "" 0 0')).toBe(
      'Create Snapshot:\n',
    );
    expect(host.say('vim-cmd vmsvc/snapshot.get 1')).toContain(
      '--Snapshot Name        : ghettoVCB-snapshot-2026-01-02',
    );
    const layout = host.say('vim-cmd vmsvc/get.filelayout 1');
    expect(/^\s+vmPathName = "(.*?)",/m.exec(layout)?.[1]).toBe('[datastore1] vm-1/vm-1.vmx');
    expect(layout).toContain('"[datastore1] vm-1/vm-1-000001.vmdk"');

    mkdirSync(at(`${STORE}/backup/vm-1`), { recursive: true });
    expect(
      host.run(`vmkfstools -i ${STORE}/vm-1/vm-1.vmdk ${STORE}/backup/vm-1/vm-1.vmdk -d thin`),
    ).toMatchObject({
      exit: 0,
      stdout: expect.stringContaining('Clone: 100% done.') as string,
    });
    const copy = readFileSync(at(`${STORE}/backup/vm-1/vm-1-flat.vmdk`)).subarray(0, 19);
    expect(copy.toString()).toBe('what is on the disk');
    expect(host.say('vim-cmd vmsvc/power.getstate 1')).toContain('Powered on');

    expect(host.say('vim-cmd vmsvc/snapshot.remove 1 1')).toBe('Remove Snapshot:\n');
    expect(host.host.vms[0]).toEqual({ ...before, lastSnapshot: 1 });
    expect(existsSync(at(`${STORE}/vm-1/vm-1-000001.vmdk`))).toBe(false);
    expect(readFileSync(at(`${STORE}/vm-1/vm-1.vmsd`), 'utf8')).not.toContain('ghettoVCB');
  });
});
