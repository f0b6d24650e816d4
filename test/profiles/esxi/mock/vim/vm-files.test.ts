import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Description } from '../../../../../src/profiles/esxi/mock/model/host.ts';
import { aHost, type MockHost } from '../a-host.ts';

const FOLDER = '/vmfs/volumes/datastore1';

/** A host whose files are looked at. */
function withFiles(description: Description = {}) {
  const host = aHost(description);
  const at = (path: string): string => host.profile.onDisk('default', path);
  return {
    host,
    at,
    has: (path: string): boolean => existsSync(at(path)),
    read: (path: string): string => readFileSync(at(path), 'utf8'),
    names: (path: string): string[] => readdirSync(at(path)).sort(),
    write(path: string, text: string): void {
      mkdirSync(at(path.slice(0, path.lastIndexOf('/'))), { recursive: true });
      writeFileSync(at(path), text);
    },
  };
}

const VMX = [
  '.encoding = "UTF-8"',
  'config.version = "8"',
  'virtualHW.version = "14"',
  'displayName = "built"',
  'guestOS = "centos7-64"',
  'memSize = "512"',
  'numvcpus = "4"',
  'annotation = "made|0Aby hand"',
  'scsi0.present = "TRUE"',
  'scsi0.virtualDev = "lsilogic"',
  'scsi0:0.present = "TRUE"',
  'scsi0:0.fileName = "disk.vmdk"',
  'ethernet0.present = "TRUE"',
  'ethernet0.networkName = "VM Network"',
  'ethernet0.virtualDev = "e1000"',
  'ethernet0.addressType = "generated"',
  'RemoteDisplay.vnc.password = "very-secret"',
  'guestinfo.hello = "there"',
  '',
].join('\n');

describe('what is told of snapshots in the files of a VM', () => {
  it('is a line for each, whatever they are called', () => {
    const { host, read } = withFiles();
    host.run(['vim-cmd', 'vmsvc/snapshot.create', '1', 'a "b"', 'two\nlines']);
    const text = read(`${FOLDER}/vm-1/vm-1.vmsd`);
    expect(text).toContain('snapshot0.displayName = "a |22b|22"\nsnapshot0.description = "two|0Alines"\n');
  });
});

describe('a VM that is registered', () => {
  it('is one VM, however its path is written', () => {
    const { host } = withFiles();
    for (const path of [`${FOLDER}/./vm-1/../vm-1//vm-1.vmx`, '[datastore1] vm-2/../vm-1/vm-1.vmx']) {
      expect(host.run(['vim-cmd', 'solo/registervm', path])).toMatchObject({
        exit: 1,
        stdout: expect.stringContaining('(vim.fault.AlreadyExists)'),
      });
    }
  });

  it.each([`${FOLDER}/../../../etc/motd`, '[datastore1] ../../../etc/motd', '[datastore1] vm-1/../../x.vmx'])(
    'is on a volume: %s is on none',
    (path) => {
      const { host, read, write } = withFiles();
      write('/etc/motd', 'a = "b"\n');
      expect(host.run(['vim-cmd', 'solo/registervm', path])).toMatchObject({
        exit: 1,
        stdout: expect.stringContaining('(vim.fault.InvalidDatastorePath)'),
      });
      expect(host.host.vms).toHaveLength(2);
      expect(read('/etc/motd')).toBe('a = "b"\n');
    },
  );

  it('has a file that says something: any other is left as it is', () => {
    const { host, read, write } = withFiles();
    for (const text of ['', 'nothing that a VM is told by\n', `a = "${'b'.repeat(5_000_000)}"\n`]) {
      write(`${FOLDER}/a.vmx`, text);
      expect(host.run(`vim-cmd solo/registervm ${FOLDER}/a.vmx`)?.exit).toBe(1);
      expect(read(`${FOLDER}/a.vmx`)).toBe(text);
    }
    expect(host.host.vms).toHaveLength(2);
  });

  it('has a file whose lines are read in the time that they are long', () => {
    const { host, write } = withFiles();
    write(`${FOLDER}/a.vmx`, `a =${' '.repeat(500_000)}b c\n`);
    expect(host.run(`vim-cmd solo/registervm ${FOLDER}/a.vmx`)?.exit).toBe(0);
  });

  it('is as its file says, which gets what the host adds', () => {
    const { host, write, read } = withFiles();
    write(`${FOLDER}/built/built.vmx`, VMX);
    expect(host.say(`vmkfstools -c 2G -d thin ${FOLDER}/built/disk.vmdk`)).toContain('100% done');
    expect(host.run(`vim-cmd solo/registervm ${FOLDER}/built/built.vmx`)).toMatchObject({
      exit: 0,
      stdout: '3\n',
    });
    expect(host.host.vms.at(-1)).toMatchObject({
      name: 'built',
      guestId: 'centos7_64Guest',
      memoryMB: 512,
      cpus: 4,
      annotation: 'made\nby hand',
      hardware: 'vmx-14',
      disks: [{ path: 'built/disk.vmdk', sizeKB: 2 * 2 ** 20, type: 'thin', slot: 'scsi0:0' }],
      nics: [{ portGroup: 'VM Network', type: 'e1000' }],
      extra: { 'guestinfo.hello': 'there', 'scsi0.virtualDev': 'lsilogic' },
    });
    const mac = host.host.vms.at(-1)?.nics[0]?.mac ?? '';
    expect(mac).toMatch(/^00:0c:29:/);
    const text = read(`${FOLDER}/built/built.vmx`);
    expect(text).toContain(`ethernet0.generatedAddress = "${mac}"\n`);
    expect(text).toContain('RemoteDisplay.vnc.password = "very-secret"\n');
    expect(text).toContain('annotation = "made|0Aby hand"\n');
    const config = host.say('vim-cmd vmsvc/get.config 3');
    expect(config).toContain('key = "guestinfo.hello", \n');
    expect(config).not.toContain('very-secret');
    expect(host.say('vim-cmd vmsvc/device.getdevices 3')).toContain('summary = "2,097,152 KB"\n');
  });

  it('may have another name, and be in a pool', () => {
    const { host, write, read } = withFiles();
    write(`${FOLDER}/built/built.vmx`, VMX);
    expect(host.say('vim-cmd hostsvc/rsrc/create --cpu-min=100 ha-root-pool mine')).toBe(
      "'vim.ResourcePool:pool0'\n",
    );
    expect(host.say(`vim-cmd solo/registervm "[datastore1] built/built.vmx" other pool0`)).toBe('3\n');
    expect(host.host.vms.at(-1)).toMatchObject({ name: 'other', pool: 'pool0' });
    expect(read('/etc/vmware/hostd/pools.xml')).toContain(
      '    <objID>3</objID>\n    <resourcePool>pool0</resourcePool>\n',
    );
    expect(read(`${FOLDER}/built/built.vmx`)).toContain('displayName = "other"\n');
  });

  it.each([
    [`${FOLDER}/none/none.vmx`, 'File [datastore1] none/none.vmx was not found'],
    ['/vmfs/volumes/nowhere/a.vmx', "Invalid datastore path '/vmfs/volumes/nowhere/a.vmx'."],
    [`${FOLDER}/vm-1/vm-1.vmx`, "The specified key, name, or identifier '1' already exists."],
  ])('is refused: %s', (path, words) => {
    const { host } = withFiles();
    const before = structuredClone(host.host);
    expect(host.run(`vim-cmd solo/registervm ${path}`)).toMatchObject({
      exit: 1,
      stdout: expect.stringContaining(`   msg = "${words}"\n}\n`) as string,
    });
    expect(host.host).toEqual(before);
  });

  it('is reloaded when its file was changed', () => {
    const { host, at, read } = withFiles();
    const path = `${FOLDER}/vm-1/vm-1.vmx`;
    const before = structuredClone(host.host.vms[0]);
    expect(host.run('vim-cmd vmsvc/reload 1')).toMatchObject({ exit: 0, stdout: '' });
    expect(host.host.vms[0]).toEqual(before);
    writeFileSync(
      at(path),
      `${read(path).replace('memSize = "2048"', 'memSize = "4096"')}extra.key = "yes"\n`,
    );
    host.say('vim-cmd vmsvc/reload 1');
    expect(host.host.vms[0]).toMatchObject({ memoryMB: 4096, extra: { 'extra.key': 'yes' } });
    expect(host.say('vim-cmd vmsvc/get.summary 1')).toContain('memorySizeMB = 4096, ');
  });
});

describe('snapshots', () => {
  const paths = (host: MockHost): unknown => host.host.vms[1]?.disks.map(({ path }) => path);

  it('have files, are a tree, and are gone when they are removed', () => {
    const { host, names, read } = withFiles();
    const first = names(`${FOLDER}/vm-2`);
    expect(host.say('vim-cmd vmsvc/snapshot.create 2 first "the first one"')).toBe('Create Snapshot:\n');
    host.say('vim-cmd vmsvc/snapshot.create 2 second "" 1 0');
    expect(paths(host)).toEqual(['vm-2/vm-2-000002.vmdk']);
    expect(names(`${FOLDER}/vm-2`)).toEqual(
      expect.arrayContaining(['vm-2-000001.vmdk', 'vm-2-000001-sesparse.vmdk', 'vm-2-000002.vmdk']),
    );
    expect(read(`${FOLDER}/vm-2/vm-2-000002.vmdk`)).toContain('parentFileNameHint="vm-2-000001.vmdk"');
    expect(read(`${FOLDER}/vm-2/vm-2.vmx`)).toContain('scsi0:0.fileName = "vm-2-000002.vmdk"\n');
    expect(host.say('vim-cmd vmsvc/snapshot.get 2')).toBe(
      [
        'Get Snapshot:',
        '|-ROOT',
        '--Snapshot Name        : first',
        '--Snapshot Id        : 1',
        '--Snapshot Desciption  : the first one',
        '--Snapshot Created On  : 1/2/2026 3:4:5',
        '--Snapshot State       : powered off',
        '--|-CHILD',
        '----Snapshot Name        : second',
        '----Snapshot Id        : 2',
        '----Snapshot Desciption  : ',
        '----Snapshot Created On  : 1/2/2026 3:4:5',
        '----Snapshot State       : powered off\n',
      ].join('\n'),
    );
    expect(host.say('vim-cmd vmsvc/snapshot.remove 2 1')).toMatch(
      /^Remove Snapshot:\n\|-ROOT\n--Snapshot Name +: second\n/,
    );
    expect(paths(host)).toEqual(['vm-2/vm-2-000002.vmdk']);
    expect(read(`${FOLDER}/vm-2/vm-2-000002.vmdk`)).toContain('parentFileNameHint="vm-2.vmdk"');
    expect(names(`${FOLDER}/vm-2`)).not.toContain('vm-2-000001.vmdk');
    expect(host.say('vim-cmd vmsvc/snapshot.removeall 2')).toBe('Remove All Snapshots:\n');
    expect(paths(host)).toEqual(['vm-2/vm-2.vmdk']);
    expect(names(`${FOLDER}/vm-2`)).toEqual(first);
    expect(host.say('vim-cmd vmsvc/snapshot.get 2')).toBe('Get Snapshot:\n');
  });

  it('are gone back to, with the power that they kept', () => {
    const host = aHost();
    host.say('vim-cmd vmsvc/snapshot.create 1 running "" 1 0');
    host.say('vim-cmd vmsvc/snapshot.create 1 later');
    host.say('vim-cmd vmsvc/power.off 1');
    expect(host.say('vim-cmd vmsvc/snapshot.revert 1 1 0')).toMatch(/^Revert Snapshot:\n\|-ROOT\n/);
    expect(host.host.vms[0]).toMatchObject({
      power: 'on',
      snapshot: 1,
      disks: [{ path: 'vm-1/vm-1-000003.vmdk' }],
    });
    host.say('vim-cmd vmsvc/snapshot.create 1 branch');
    expect(host.host.vms[0]?.snapshots.map(({ id, parent }) => [id, parent])).toEqual([
      [1, 0],
      [2, 1],
      [3, 1],
    ]);
    host.say('vim-cmd vmsvc/snapshot.revert 1 2 1');
    expect(host.host.vms[0]).toMatchObject({ power: 'off', snapshot: 2 });
    host.say('vim-cmd vmsvc/snapshot.remove 1 1 1');
    expect(host.host.vms[0]).toMatchObject({
      snapshots: [],
      snapshot: 0,
      disks: [{ path: 'vm-1/vm-1.vmdk' }],
    });
    expect(host.run('vim-cmd vmsvc/snapshot.remove 1 9')).toMatchObject({
      exit: 1,
      stdout: expect.stringContaining("obj = 'vim.vm.Snapshot:1-snapshot-9'\n") as string,
    });
  });
});

describe('the devices of a VM', () => {
  it('get and lose disks', () => {
    const { host, has, read } = withFiles();
    host.say(`vmkfstools -c 1G ${FOLDER}/vm-2/more.vmdk`);
    expect(host.run(`vim-cmd vmsvc/device.diskaddexisting 2 ${FOLDER}/vm-2/more.vmdk 0 1`)).toMatchObject({
      exit: 0,
      stdout: '',
    });
    expect(host.host.vms[1]?.disks[1]).toMatchObject({
      path: 'vm-2/more.vmdk',
      slot: 'scsi0:1',
      sizeKB: 2 ** 20,
    });
    expect(read(`${FOLDER}/vm-2/vm-2.vmx`)).toContain('scsi0:1.fileName = "more.vmdk"\n');
    expect(host.run(`vim-cmd vmsvc/device.diskaddexisting 2 ${FOLDER}/vm-2/more.vmdk 0 1`)).toMatchObject({
      exit: 1,
    });
    expect(host.run(`vim-cmd vmsvc/device.diskaddexisting 2 ${FOLDER}/vm-2/none.vmdk 0 2`)).toMatchObject({
      exit: 1,
    });
    host.say('vim-cmd vmsvc/device.diskadd 2 4096 0 2 datastore1');
    expect(has(`${FOLDER}/vm-2/vm-2_1-flat.vmdk`)).toBe(true);
    host.say('vim-cmd vmsvc/device.diskremove 2 0 1 no');
    host.say('vim-cmd vmsvc/device.diskremove 2 0 2 yes');
    expect([has(`${FOLDER}/vm-2/more.vmdk`), has(`${FOLDER}/vm-2/vm-2_1.vmdk`)]).toEqual([true, false]);
    expect(read(`${FOLDER}/vm-2/vm-2.vmx`)).not.toContain('scsi0:1');
    host.say(`vmkfstools -X 32G ${FOLDER}/vm-2/vm-2.vmdk`);
    expect(host.say('vim-cmd vmsvc/device.getdevices 2')).toContain('summary = "33,554,432 KB"\n');
  });

  it('get network adapters', () => {
    const host = aHost();
    host.say('vim-cmd vmsvc/devices.createnic 2 e1000 "VM Network"');
    expect(host.host.vms[1]?.nics[1]).toMatchObject({ type: 'e1000', portGroup: 'VM Network' });
    expect(host.say('vim-cmd vmsvc/device.getdevices 2')).toContain('label = "Network adapter 2", \n');
  });
});

describe('a VM whose disk is gone', () => {
  it('does not get on', () => {
    const { host, at } = withFiles();
    rmSync(at(`${FOLDER}/vm-2/vm-2.vmdk`));
    expect(host.run('vim-cmd vmsvc/power.on 2')).toMatchObject({
      exit: 1,
      stdout: [
        'Powering on VM:',
        'Power on failed: (vim.fault.FileNotFound) {',
        '   faultCause = (vmodl.MethodFault) null, ',
        '   faultMessage = <unset>, ',
        '   file = "[datastore1] vm-2/vm-2.vmdk"',
        '   msg = "File [datastore1] vm-2/vm-2.vmdk was not found"',
        '}\n',
      ].join('\n'),
    });
    expect(host.say('vim-cmd vmsvc/power.getstate 2')).toContain('Powered off');
  });
});

describe('a VM that is made or gone', () => {
  it('takes its files along, and its folder, if nothing else is in it', () => {
    const { host, has, write } = withFiles();
    expect(has(`${FOLDER}/vm-2/vm-2-flat.vmdk`)).toBe(true);
    expect(host.say('vim-cmd vmsvc/createdummyvm dummy "[datastore1] dummy/dummy.vmx"')).toBe('3\n');
    expect(has(`${FOLDER}/dummy/dummy-flat.vmdk`)).toBe(true);
    expect(host.run('vim-cmd vmsvc/destroy 2')).toMatchObject({ exit: 0, stdout: '' });
    expect(has(`${FOLDER}/vm-2`)).toBe(false);
    write(`${FOLDER}/dummy/notes.txt`, 'keep');
    host.say('vim-cmd vmsvc/destroy 3');
    expect([has(`${FOLDER}/dummy/dummy.vmx`), has(`${FOLDER}/dummy/notes.txt`)]).toEqual([false, true]);
    expect(host.host.vms.map(({ id }) => id)).toEqual([1]);
    host.say('vim-cmd vmsvc/power.off 1');
    host.say('vim-cmd vmsvc/unregister 1');
    expect(has(`${FOLDER}/vm-1/vm-1.vmx`)).toBe(true);
    expect(host.say(`vim-cmd solo/registervm ${FOLDER}/vm-1/vm-1.vmx`)).toBe('4\n');
    expect(host.say('vim-cmd vmsvc/getallvms')).toMatch(
      /\n4 +vm-1 +\[datastore1\] vm-1\/vm-1\.vmx +ubuntu64Guest/,
    );
  });
});
