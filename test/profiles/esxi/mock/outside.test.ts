import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { descriptorText } from '../../../../src/profiles/esxi/mock/disks/descriptor.ts';
import { newDescriptor } from '../../../../src/profiles/esxi/mock/disks/new-disk.ts';
import { aHost, type MockHost } from './a-host.ts';

/** Shells of a host may leave any file and any link in its tree: what its commands do with them stays in there. */
const DISK = '/vmfs/volumes/datastore1/a.vmdk';
const FLAT = '/vmfs/volumes/datastore1/a-flat.vmdk';
const SECRET = 'of this machine alone\n';

/** A file of this machine, which is not the host's. */
function fileOutside(): string {
  const folder = mkdtempSync(join(tmpdir(), 'outside-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'secret'), SECRET);
  return join(folder, 'secret');
}

const onDisk = ({ profile }: MockHost, path: string): string => profile.onDisk('default', path);

/** A disk whose data is a link to elsewhere. */
function diskWithLink(host: MockHost, target: string): void {
  host.say(`vmkfstools -c 1M ${DISK}`);
  const flat = onDisk(host, FLAT);
  unlinkSync(flat);
  symlinkSync(target, flat);
}

describe('what the commands of a mock host do to files of this machine', () => {
  test.each([
    `-X 2M ${DISK}`,
    `-w ${DISK}`,
    `-K ${DISK}`,
    `-j ${DISK}`,
    `-U ${DISK}`,
    `-E ${DISK} /vmfs/volumes/datastore1/b.vmdk`,
  ])('vmkfstools %s leaves alone what a link in the place of its data leads to', (args) => {
    const host = aHost();
    const outside = fileOutside();
    diskWithLink(host, outside);
    const told = host.run(`vmkfstools ${args}`);
    expect(readFileSync(outside, 'utf8')).toBe(SECRET);
    expect(told?.exit).toBe(255);
  });

  test('vmkfstools clones no file that a link leads to', () => {
    const host = aHost();
    diskWithLink(host, fileOutside());
    const told = host.run(`vmkfstools -i ${DISK} /vmfs/volumes/datastore1/copy.vmdk`);
    expect(told?.stderr).toBe(
      'DiskLib_Check() failed for source disk The system cannot find the file specified (25).\n',
    );
  });

  test('vmkfstools sees the volume that a link leads to, and who has the disk there', () => {
    const host = aHost();
    const top = onDisk(host, '/vmfs/volumes/datastore1');
    mkdirSync(onDisk(host, '/tmp'), { recursive: true });
    symlinkSync('/vmfs/volumes/datastore1', join(onDisk(host, '/tmp'), 'ds'));
    symlinkSync('/tmp', join(top, 'away'));
    expect(host.run('vmkfstools -c 1M /tmp/ds/a.vmdk')?.exit).toBe(0);
    expect(readdirSync(top)).toContain('a-flat.vmdk');
    expect(host.run('vmkfstools -U /tmp/ds/vm-1/vm-1.vmdk')?.stderr).toContain('Failed to lock the file');
    expect(host.run('vmkfstools -c 1M /vmfs/volumes/datastore1/away/b.vmdk')?.exit).toBe(255);
  });

  test('vmkfstools takes data from the folder of the disk alone', () => {
    const host = aHost();
    const outside = fileOutside();
    const bytes = 2 ** 20;
    const id = '0'.repeat(32);
    const plain = newDescriptor({
      name: 'a.vmdk',
      bytes,
      format: 'thin',
      adapter: 'ide',
      id,
      hardware: '21',
    });
    const file = `${'../'.repeat(30)}${outside}`;
    writeFileSync(
      onDisk(host, DISK),
      descriptorText({
        ...plain,
        createType: 'vmfsRawDeviceMap',
        extents: [{ access: 'RW', sectors: bytes / 512, type: 'VMFSRDM', file }],
      }),
    );
    writeFileSync(onDisk(host, '/vmfs/volumes/datastore1/secret'), 'naa.1\n');
    expect(host.say(`vmkfstools -q ${DISK}`)).not.toContain(SECRET.trim());
  });

  test('partedUtil makes no file where a link leads to', () => {
    const host = aHost({ devices: [{ name: 'naa.1', sizeMB: 50_000 }], volumes: [], vms: [] });
    const outside = fileOutside();
    const device = 'naa.1';
    const shown = onDisk(host, `/vmfs/devices/disks/${device}`);
    unlinkSync(shown);
    symlinkSync(outside, shown);
    expect(host.run(`partedUtil mklabel /vmfs/devices/disks/${device} gpt`)?.exit).toBe(0);
    expect(readFileSync(outside, 'utf8')).toBe(SECRET);
  });

  test('a path through more links than a system follows leads nowhere', () => {
    const host = aHost();
    const outside = fileOutside();
    mkdirSync(onDisk(host, '/tmp'), { recursive: true });
    const folder = onDisk(host, '/tmp');
    symlinkSync(outside, join(folder, '0'));
    for (let i = 1; i <= 45; i++) symlinkSync(String(i - 1), join(folder, String(i)));
    for (const path of [`/tmp/40`, `/tmp/45`]) {
      expect(() => readFileSync(onDisk(host, path))).toThrow(/ENOENT|ENAMETOOLONG/);
    }
  });

  test.each([
    ['vim-cmd solo/registervm /vmfs/volumes/datastore1/pipe'],
    ['esxcli software vib install -d /vmfs/volumes/datastore1/pipe'],
    [
      'configstorecli config current get -c esx -g system -k system_settings -outfile /vmfs/volumes/datastore1/pipe',
    ],
    ['configstorecli config current set -c esx -g a -k b -i /vmfs/volumes/datastore1/pipe'],
    ['vmkfstools -g /vmfs/volumes/datastore1/pipe'],
  ])('%s does not wait for whoever writes into a pipe', (command) => {
    const host = aHost();
    execFileSync('mkfifo', [onDisk(host, '/vmfs/volumes/datastore1/pipe')]);
    expect(host.run(command)?.exit).not.toBe(0);
  });

  test.each([
    'vmkfstools -g',
    'vmkfstools -c 1M',
    'vim-cmd solo/registervm',
    'esxcli software vib install -d',
  ])('%s tells that a name is too long, and nothing of this machine', (command) => {
    const host = aHost();
    const told = host.run(`${command} /vmfs/volumes/datastore1/${'x'.repeat(300)}.vmdk`);
    expect(told?.exit).not.toBe(0);
    expect(`${told?.stdout} ${told?.stderr}`).not.toContain(tmpdir());
  });

  test('a folder in the place of the link of a share is told of, and there is no share then', () => {
    const host = aHost();
    mkdirSync(onDisk(host, '/vmfs/volumes/share'));
    const told = host.run('esxcli storage nfs add -H 192.0.2.9 -s /export -v share');
    expect(told).toMatchObject({ exit: 1, stderr: 'esxcli: illegal operation on a directory\n' });
    expect(host.host.nfs).toEqual([]);
  });

  test('the room on a volume is counted without waiting for a pipe', () => {
    const host = aHost();
    host.say(`vmkfstools -c 1M ${DISK}`);
    unlinkSync(onDisk(host, DISK));
    execFileSync('mkfifo', [onDisk(host, DISK)]);
    expect(host.say('esxcli storage filesystem list')).toContain('datastore1');
  });
});
