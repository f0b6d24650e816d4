import {
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Description } from '../../../../../src/profiles/esxi/mock/model/host.ts';
import { aHost, type MockHost } from '../a-host.ts';

const GIB = 2 ** 30;

/** Two volumes: one with room, one with a GiB. */
const description: Description = {
  nics: [{ name: 'vmnic0', mac: '00:50:56:01:02:03' }],
  devices: [
    { name: 'naa.1', sizeMB: 500_000, uids: ['vml.0001'] },
    { name: 'naa.2', sizeMB: 102_400, uids: ['vml.0002'] },
  ],
  volumes: [
    { name: 'large', device: 'naa.1', size: 400 * GIB, free: 300 * GIB, files: { 'th/.keep': '' } },
    {
      name: 'small',
      device: 'naa.1',
      partition: 2,
      size: 10 * GIB,
      free: GIB,
      files: { 'a folder/.keep': '' },
    },
  ],
  vms: [],
};

const large = (path: string): string => `/vmfs/volumes/large/${path}`;
const vmk = (host: MockHost, ...args: string[]) => host.run(['vmkfstools', ...args]);

const freeOn = (host: MockHost, name: string): number => {
  const csv = host.say('esxcli --formatter csv storage filesystem list').split('\n');
  const at = (csv[0] ?? '').split(',').indexOf('Free');
  const name_ = (csv[0] ?? '').split(',').indexOf('VolumeName');
  return Number(csv.map((line) => line.split(',')).find((cells) => cells[name_] === name)?.[at]);
};

const disk = (host: MockHost, path: string): string => host.profile.onDisk('default', path);

const filesIn = (host: MockHost, path: string): string[] => readdirSync(disk(host, path)).sort();

describe('vmkfstools -c', () => {
  it('makes a descriptor as a host writes it, and a file as long as the disk', () => {
    const host = aHost(description);
    expect(vmk(host, '-c', '2G', '-d', 'thin', large('th/a.vmdk'))).toMatchObject({
      stdout: '\rCreate: 100% done.\n',
      exit: 0,
    });
    const text = readFileSync(disk(host, large('th/a.vmdk')), 'utf8');
    expect(text).toContain('\nRW 4194304 VMFS "a-flat.vmdk"\n');
    expect(text).toContain('\nddb.geometry.cylinders = "261"\n');
    expect(text).toContain('\nddb.thinProvisioned = "1"\n');
    expect(statSync(disk(host, large('th/a-flat.vmdk')))).toMatchObject({ size: 2 * GIB, blocks: 0 });
  });

  it('takes room at once for a thick disk, and none for a thin one', () => {
    const host = aHost(description);
    vmk(host, '-c', '3G', '-d', 'thin', large('th/thin.vmdk'));
    const before = freeOn(host, 'large');
    expect(300 * GIB - before).toBeLessThan(1024 * 1024);
    vmk(host, '-c', '3G', large('th/thick.vmdk'));
    expect(before - freeOn(host, 'large')).toBeGreaterThanOrEqual(3 * GIB);
    vmk(host, '-U', large('th/thick.vmdk'));
    expect(freeOn(host, 'large')).toBe(before);
  });

  it.each([
    ['one that is there', ['-c', '1G', large('th/a.vmdk')], 'The file already exists (39).'],
    [
      'one in no folder',
      ['-c', '1G', large('nowhere/b.vmdk')],
      'The system cannot find the file specified (25).',
    ],
    [
      'one on no volume',
      ['-c', '1G', '/vmfs/volumes/other/b.vmdk'],
      'The system cannot find the file specified (25).',
    ],
    [
      'one that is called otherwise',
      ['-c', '1G', large('th/b.iso')],
      'One of the parameters supplied is invalid (1).',
    ],
    [
      'one for which there is no room',
      ['-c', '400G', large('th/b.vmdk')],
      'There is not enough space on the file system for the selected operation (13).',
    ],
  ])('refuses %s, and leaves nothing of it', (_, args, why) => {
    const host = aHost(description);
    vmk(host, '-c', '1G', large('th/a.vmdk'));
    expect(vmk(host, ...args)).toMatchObject({
      stdout: '',
      stderr: `Failed to create virtual disk: ${why}\n`,
      exit: 255,
    });
    expect(existsSync(disk(host, large('th/b-flat.vmdk')))).toBe(false);
  });
});

describe('vmkfstools -i', () => {
  it('copies what is in a disk, and tells each step behind a carriage return', () => {
    const host = aHost(description);
    vmk(host, '-c', '1G', '-d', 'thin', large('th/a.vmdk'));
    writeFileSync(disk(host, large('th/a-flat.vmdk')), 'boot', { flag: 'r+' });
    const steps = Array.from({ length: 101 }, (_, i) => `\rClone: ${i}% done.`).join('');
    expect(vmk(host, '-i', large('th/a.vmdk'), '-d', 'thin', large('th/b.vmdk'))).toMatchObject({
      stdout: `Destination disk format: VMFS thin-provisioned\nCloning disk '${large('th/a.vmdk')}'...\n${steps}\n`,
      exit: 0,
    });
    const flat = disk(host, large('th/b-flat.vmdk'));
    expect(statSync(flat).size).toBe(GIB);
    const start = Buffer.alloc(4);
    const file = openSync(flat, 'r');
    readSync(file, start);
    closeSync(file);
    expect(start.toString()).toBe('boot');
  });

  it('onto a full datastore fails as a host says it, and leaves nothing', () => {
    const host = aHost(description);
    vmk(host, '-c', '2G', large('th/a.vmdk'));
    const said = vmk(host, '-i', large('th/a.vmdk'), '/vmfs/volumes/small/a folder/b.vmdk');
    expect(said).toMatchObject({
      stderr: 'Failed to clone disk : No space left on device (1835017).\n',
      exit: 255,
    });
    expect(filesIn(host, '/vmfs/volumes/small/a folder')).toEqual(['.keep']);
    expect(freeOn(host, 'small')).toBe(GIB);
  });

  it.each([
    ['no such file', 'th/none.vmdk', 'The system cannot find the file specified (25).'],
    ['data', 'th/a-flat.vmdk', 'The file specified is not a virtual disk (15).'],
  ])('refuses %s', (_, path, why) => {
    const host = aHost(description);
    vmk(host, '-c', '1G', large('th/a.vmdk'));
    expect(vmk(host, '-i', large(path), large('th/b.vmdk'))).toMatchObject({
      stderr: `DiskLib_Check() failed for source disk ${why}\n`,
      exit: 255,
    });
  });

  it.each(['-U', '-w', '-K', '-j', '-k', '-X 20G', '-E'])(
    'refuses %s of what is below the snapshots of a VM that runs',
    (verb) => {
      const host = aHost();
      const base = '/vmfs/volumes/datastore1/vm-1/vm-1.vmdk';
      host.say('vim-cmd vmsvc/snapshot.create 1 before');
      const told = host.run(`vmkfstools ${verb} ${base} /vmfs/volumes/datastore1/other.vmdk`);
      expect(told).toMatchObject({
        exit: 255,
        stderr: expect.stringContaining('Failed to lock the file (16392).'),
      });
      expect(host.run(`vmkfstools -i ${base} /vmfs/volumes/datastore1/copy.vmdk -d thin`)?.exit).toBe(0);
    },
  );

  it('refuses the disk of a VM that runs, but not the one below its snapshot', () => {
    const base = {
      name: 'web',
      power: 'on' as const,
      volume: 'large',
      disks: [{ path: 'web/web.vmdk', sizeKB: 2 ** 20 }],
    };
    const running = aHost({ ...description, vms: [base] });
    expect(vmk(running, '-i', large('web/web.vmdk'), large('th/b.vmdk'))?.stderr).toMatch(
      /Failed to lock the file \(16392\)/,
    );
    const snapshots = [{ id: 1, disks: ['web/web.vmdk'] }];
    const disks = [{ path: 'web/web-000001.vmdk', sizeKB: 2 ** 20 }];
    const backedUp = aHost({ ...description, vms: [{ ...base, disks, snapshots }] });
    expect(vmk(backedUp, '-i', large('web/web.vmdk'), large('th/b.vmdk'))).toMatchObject({
      exit: 0,
      stderr: '',
    });
    expect(vmk(backedUp, '-e', large('th/b.vmdk'))?.stdout).toBe('Disk chain is consistent.\n');
  });

  it('lets one of two that want the same name have it', () => {
    const host = aHost(description);
    vmk(host, '-c', '1G', large('th/a.vmdk'));
    const exits = [1, 2].map(() => vmk(host, '-i', large('th/a.vmdk'), large('th/b.vmdk'))?.exit);
    expect(exits).toEqual([0, 255]);
  });
});

describe('vmkfstools', () => {
  it('grows, renames, checks, punches and deletes a disk', () => {
    const host = aHost(description);
    vmk(host, '-c', '1G', large('th/a.vmdk'));
    expect(vmk(host, '-X', '2G', large('th/a.vmdk'))).toMatchObject({ stdout: '\rGrow: 100% done.\n' });
    expect(vmk(host, '-X', '1G', large('th/a.vmdk'))).toMatchObject({
      stderr: 'Failed to extend disk: One of the parameters supplied is invalid (1).\n',
    });
    expect(vmk(host, '-E', large('th/a.vmdk'), large('th/b.vmdk'))).toMatchObject({ stdout: '', exit: 0 });
    expect(filesIn(host, large('th'))).toEqual(['.keep', 'b-flat.vmdk', 'b.vmdk']);
    expect(vmk(host, '-x', 'check', large('th/b.vmdk'))?.stdout).toBe('Disk is error free\n');
    expect(vmk(host, '-g', large('th/b.vmdk'))?.stdout).toBe('Geometry information C/H/S is 261/255/63\n');
    expect(vmk(host, '--punchzero', large('th/b.vmdk'))?.stdout).toMatch(/\rHole Punching: 100% done\.\n$/);
    expect(vmk(host, '-U', large('th/b.vmdk'))).toMatchObject({ stdout: '', exit: 0 });
    expect(filesIn(host, large('th'))).toEqual(['.keep']);
  });

  it.each([
    ['thin', '[NOMP -- :'],
    ['zeroedthick', '[VMFS Z- LVID:'],
    ['eagerzeroedthick', '[VMFS -- LVID:'],
  ])('-t0 shows of a %s disk how its blocks were got', (format, shown) => {
    const host = aHost(description);
    vmk(host, '-c', '1G', '-d', format, large('th/a.vmdk'));
    const said = vmk(host, '-t0', large('th/a.vmdk'))?.stdout ?? '';
    expect(['[NOMP -- :', '[VMFS Z- LVID:', '[VMFS -- LVID:'].filter((one) => said.includes(one))).toEqual([
      shown,
    ]);
  });

  it('-P tells of a file system what the model has', () => {
    const host = aHost(description);
    const { uuid } = host.host.volumes[0] ?? { uuid: '' };
    expect(vmk(host, '-P', '/vmfs/volumes/large')?.stdout).toBe(
      [
        'VMFS-6.82 (Raw Major Version: 24) file system spanning 1 partitions.',
        'File system label (if any): large',
        'Mode: public ATS-only',
        `Capacity ${400 * GIB} (409600 file blocks * 1048576), ${300 * GIB} (307200 blocks) avail, max supported file size 70368744177664`,
        'Disk Block Size: 512/16384/0',
        `UUID: ${uuid}`,
        'Partitions spanned (on "lvm"):',
        '\tnaa.1:1',
        'Is Native Snapshot Capable: NO\n',
      ].join('\n'),
    );
    expect(vmk(host, '-Ph', '/vmfs/volumes/large')?.stdout).toContain(
      '\nCapacity 400 GB, 300 GB available, file block size 1 MB, max supported file size 64 TB\n',
    );
  });

  it('maps a device, and tells which', () => {
    const host = aHost(description);
    vmk(host, '-z', '/vmfs/devices/disks/naa.2', large('th/m.vmdk'));
    expect(vmk(host, '-q', large('th/m.vmdk'))?.stdout).toBe(
      `Disk ${large('th/m.vmdk')} is a Passthrough Raw Device Mapping\nMaps to: vml.0002\n`,
    );
  });

  it('makes a file system on a partition, which the others see', () => {
    const host = aHost({
      ...description,
      devices: [...(description.devices ?? []), { name: 'naa.3', sizeMB: 20_480 }],
    });
    host.run(['partedUtil', 'mklabel', '/vmfs/devices/disks/naa.3', 'gpt']);
    host.run([
      'partedUtil',
      'setptbl',
      '/vmfs/devices/disks/naa.3',
      'gpt',
      '1 2048 41929649 AA31E02A400F11DB9590000C2911D1B8 0',
    ]);
    expect(vmk(host, '-C', 'vmfs6', '-S', 'new', '/vmfs/devices/disks/naa.3:1')?.stdout).toMatch(
      /\nSuccessfully created new volume: [0-9a-f-]{35}\n$/,
    );
    expect(vmk(host, '-c', '1G', '/vmfs/volumes/new/a.vmdk')).toMatchObject({ exit: 0 });
    expect(host.say('esxcli storage vmfs extent list')).toMatch(/^new .* naa\.3 +1$/m);
    expect(freeOn(host, 'new')).toBeLessThan(18.5 * GIB);
  });

  it('never leaves the tree of the host, whatever a path or a link says', () => {
    const host = aHost(description);
    const root = dirname(disk(host, '/vmfs'));
    expect(disk(host, '/../../etc/passwd')).toBe(`${root}/etc/passwd`);
    expect(disk(host, '/dev/disks/../../../../x')).toBe(`${root}/x`);
  });

  it.each(['a "quoted" name', "it's", 'ünicode', '-c', '$(x) `y` \\'])('takes the name %s', (name) => {
    const host = aHost(description);
    const [path, copy] = [large(`th/${name}.vmdk`), large(`th/${name} 2.vmdk`)];
    expect(vmk(host, '-c', '1G', '-d', 'thin', path)?.exit).toBe(0);
    expect(vmk(host, '-i', path, '-d', 'thin', copy)?.exit).toBe(0);
    expect(vmk(host, '-U', copy)?.exit).toBe(0);
    expect(filesIn(host, large('th'))).toEqual(['.keep', `${name}-flat.vmdk`, `${name}.vmdk`].sort());
  });

  it('survives names that are none, and more arguments than it takes', () => {
    const host = aHost(description);
    for (const name of ['two\nlines', 'x'.repeat(5000), '../../../../etc/x', '']) {
      expect(vmk(host, '-c', '1G', large(`th/${name}.vmdk`))?.exit).toBe(255);
    }
    expect(vmk(host, '-c', '1G', ...Array.from({ length: 10_000 }, () => large('th/a.vmdk')))?.exit).toBe(0);
  });

  it('says in its help which formats and adapters there are', () => {
    expect(vmk(aHost(), '-h')?.stdout).toContain('-a --adaptertype [buslogic|lsilogic|ide\n');
  });

  it('says of what it does not have that nothing was done', () => {
    const host = aHost(description);
    const said = vmk(host, '-L', 'reserve', '/vmfs/devices/disks/naa.1');
    expect(said?.exit).not.toBe(0);
    expect(said?.notImplemented).toBe('vmkfstools -L reserve');
  });
});
