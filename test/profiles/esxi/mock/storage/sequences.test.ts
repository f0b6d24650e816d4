import { existsSync, readdirSync, statSync, rmSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { aHost, type MockHost } from '../a-host.ts';

const GIB = 2 ** 30;

const onDisk = (host: MockHost, path: string): string => host.profile.onDisk('default', path);

/** What a shell would do between the commands. */
const filesIn = (host: MockHost, path: string): string[] => readdirSync(onDisk(host, path)).sort();

const volume = { name: 'datastore1', size: 100 * GIB, free: 50 * GIB };

describe('the virtual disk of a Terraform provider', () => {
  it('is made, read, grown and deleted', () => {
    const host = aHost({ volumes: [{ ...volume, files: { 'th/.keep': '' } }], vms: [] });
    const path = '/vmfs/volumes/datastore1/th/th.vmdk';
    const map = (): string => host.say(['vmkfstools', '-t0', path]);
    expect(host.say('esxcli storage filesystem list')).toMatch(/\/vmfs\/volumes\/.*VMFS/);
    expect(host.run('esxcli storage filesystem rescan')).toMatchObject({ stdout: '', exit: 0 });
    expect(host.run(`/bin/vmkfstools -c 1G -d thin "${path}"`)?.exit).toBe(0);
    expect(statSync(onDisk(host, path)).size).toBeGreaterThan(0); // test -s
    expect(statSync(onDisk(host, '/vmfs/volumes/datastore1/th/th-flat.vmdk')).size).toBe(GIB); // ls -l
    expect([/VMFS Z- LVID:/, /VMFS -- LVID:/, /NOMP -- :/].map((one) => one.test(map()))).toEqual([
      false,
      false,
      true,
    ]);
    expect(host.run(`/bin/vmkfstools -X 2G "${path}"`)?.exit).toBe(0);
    expect(statSync(onDisk(host, '/vmfs/volumes/datastore1/th/th-flat.vmdk')).size).toBe(2 * GIB);
    expect(host.run(`/bin/vmkfstools -U "${path}"`)).toMatchObject({ stdout: '', exit: 0 });
    expect(filesIn(host, '/vmfs/volumes/datastore1/th')).toEqual(['.keep']); // rmdir may follow
    expect(host.run(`/bin/vmkfstools -U "${path}"`)).toMatchObject({
      stderr: 'Failed to delete virtual disk: The system cannot find the file specified (25).\n',
    });
  });
});

describe('the disk of a Packer build', () => {
  it('is made thick, punched, and copied thin', () => {
    const host = aHost({ volumes: [{ ...volume, files: { 'p/.keep': '' } }], vms: [] });
    const disk = '/vmfs/volumes/datastore1/p/disk.vmdk';
    expect(host.run(`vmkfstools -c 10240M -d zeroedthick -a lsilogic "${disk}"`)?.exit).toBe(0);
    expect(host.run(`vmkfstools --punchzero "${disk}"`)?.exit).toBe(0);
    expect(host.run(`vmkfstools -d thin -i "${disk}" "/vmfs/volumes/datastore1/p/copy.vmdk"`)?.exit).toBe(0);
    expect(filesIn(host, '/vmfs/volumes/datastore1/p')).toEqual([
      '.keep',
      'copy-flat.vmdk',
      'copy.vmdk',
      'disk-flat.vmdk',
      'disk.vmdk',
    ]);
  });
});

describe('the clone of a backup script', () => {
  const vm = {
    name: 'web',
    power: 'on' as const,
    volume: 'datastore1',
    disks: [{ path: 'web/web-000001.vmdk', sizeKB: 4 * 2 ** 20 }],
    snapshots: [{ id: 1, disks: ['web/web.vmdk'] }],
  };

  it('is of the disk below a snapshot, onto another datastore', () => {
    const backup = { name: 'backup', size: 50 * GIB, free: 40 * GIB, files: { 'web/.keep': '' } };
    const host = aHost({ volumes: [volume, backup], vms: [vm] });
    const said = host.run(
      'vmkfstools -i /vmfs/volumes/datastore1/web/web.vmdk -a lsilogic -d thin /vmfs/volumes/backup/web/web.vmdk',
    );
    expect(said).toMatchObject({ exit: 0, stderr: '' });
    expect(said?.stdout).toMatch(/\rClone: 100% done\.\n$/);
    expect(host.say('vmkfstools -g /vmfs/volumes/backup/web/web.vmdk')).toBe(
      'Geometry information C/H/S is 522/255/63\n',
    );
  });

  it('onto a full one ends as on a host, and leaves its room', () => {
    const backup = { name: 'backup', size: 50 * GIB, free: 2 * GIB, files: { 'web/.keep': '' } };
    const host = aHost({ volumes: [volume, backup], vms: [vm] });
    const clone =
      'vmkfstools -i /vmfs/volumes/datastore1/web/web.vmdk -d zeroedthick /vmfs/volumes/backup/web/web.vmdk';
    expect(host.run(clone)).toMatchObject({
      stdout: expect.stringMatching(
        /^Destination disk format: VMFS zeroedthick\nCloning disk '.*'\.\.\.\n/,
      ) as string,
      stderr: 'Failed to clone disk : No space left on device (1835017).\n',
      exit: 255,
    });
    expect(filesIn(host, '/vmfs/volumes/backup/web')).toEqual(['.keep']);
    expect(host.say('esxcli storage filesystem list')).toMatch(/ backup .* 2147483648$/m);
  });
});

describe('the files of an origin', () => {
  it('are its alone, made when they are needed, and gone with a reset', () => {
    const host = aHost({ volumes: [volume], vms: [{ name: 'web', volume: 'datastore1' }] });
    expect(host.run('vmkfstools -c 1G /vmfs/volumes/datastore1/web/a.vmdk', { origin: 'one' })?.exit).toBe(0);
    const mine = host.profile.onDisk('one', '/vmfs/volumes/datastore1/web/a.vmdk');
    expect(existsSync(mine)).toBe(true);
    expect(existsSync(host.profile.onDisk('two', '/vmfs/volumes/datastore1/web/a.vmdk'))).toBe(false);
    host.profile.reset('one');
    expect(existsSync(mine)).toBe(false);
    expect(existsSync(host.profile.onDisk('one', '/vmfs/volumes/datastore1/web/web.vmx'))).toBe(true);
  });

  it('go along with a host that is exported, and imported elsewhere', async () => {
    const host = aHost({ volumes: [volume], vms: [{ name: 'web', volume: 'datastore1' }] });
    host.run('vmkfstools -c 1G /vmfs/volumes/datastore1/web/a.vmdk');
    const exported = await host.profile.exported('default');
    await host.profile.imported('other', exported);
    expect(await host.profile.exported('other')).toEqual(exported);
    const told = host.run('vmkfstools -g /vmfs/volumes/datastore1/web/a.vmdk', { origin: 'other' });
    expect(told?.stdout).toBe('Geometry information C/H/S is 130/255/63\n');
    const list = 'esxcli storage filesystem list';
    expect(host.say(list, { origin: 'other' })).toBe(host.say(list));
  });

  it('are none of a volume that a shell has removed', async () => {
    const host = aHost();
    rmSync(onDisk(host, '/vmfs/volumes/datastore1'), { recursive: true });
    expect(await host.profile.exported('default')).toMatchObject({ volumes: [{ files: {} }, {}, {}, {}] });
  });

  it('have the devices of the host too, and of 1,000 VMs those of all', () => {
    const host = aHost({ size: { vms: 1000 } });
    const [device] = host.host.devices;
    expect(existsSync(onDisk(host, `/dev/disks/${device?.name}:8`))).toBe(true);
    expect(filesIn(host, '/vmfs/volumes/datastore1')).toHaveLength(1000);
  });
});
