import { guestIdOf, guestNameOf, guestOsOf } from '../model/guests.ts';
import type { Vm, VmDisk, VmNic } from '../model/vms.ts';
import { dirname, isAbsolute, join, relative } from 'node:path/posix';
import { spacedUuid } from './spaced-uuid.ts';
import { Vmx } from './vmx.ts';

/** What a configuration file says of a VM, and the disks and NICs that it names. */
export type Configured = Pick<
  Vm,
  'name' | 'guestId' | 'guestName' | 'memoryMB' | 'cpus' | 'annotation' | 'hardware' | 'extra'
> & {
  uuid: string | undefined;
  disks: Omit<VmDisk, 'sizeKB' | 'type'>[];
  nics: (Omit<VmNic, 'mac'> & { mac: string | undefined })[];
};

/** @param path of the file, from the top of its volume */
export function configuredBy(vmx: Vmx, path: string): Configured {
  const guestId = guestIdOf(vmx.get('guestOS') ?? 'other');
  const disks = disksOf(vmx, dirname(path));
  const nics = nicsOf(vmx);
  const known = new Set(KNOWN);
  const extra = Array.from(vmx).filter(([key, value]) => {
    const low = key.toLowerCase();
    if (known.has(low) || SCAFFOLD[low] === value) return false;
    const [, slot = '', name = ''] = /^((?:scsi|sata|ide|nvme)\d+:\d+)\.(.*)$/.exec(low) ?? [];
    if (disks.some((disk) => disk.slot === slot)) return !DISK_KEYS.includes(name);
    const [, number = '', nicKey = ''] = /^ethernet(\d+)\.(.*)$/.exec(low) ?? [];
    return !(number !== '' && Number(number) < nics.length && NIC_KEYS.includes(nicKey));
  });
  return {
    name: vmx.get('displayName') || path.slice(path.lastIndexOf('/') + 1).replace(/\.vmx$/, '') || path,
    guestId,
    guestName: guestNameOf(guestId),
    memoryMB: wholeIn(vmx.get('memSize')) ?? 32,
    cpus: wholeIn(vmx.get('numvcpus')) ?? 1,
    annotation: vmx.get('annotation') ?? '',
    hardware: `vmx-${(vmx.get('virtualHW.version') ?? '8').padStart(2, '0')}`,
    uuid: uuidIn(vmx.get('uuid.bios')),
    disks,
    nics,
    extra: Object.fromEntries(extra),
  };
}

/** The file of a VM that a host made. */
export function vmxText(vm: Vm): string {
  const vmx = new Vmx();
  configure(vmx, vm);
  return vmx.toString();
}

/** Writes what the model says of a VM into its file, which keeps all else that it says. */
export function configure(vmx: Vmx, vm: Vm): void {
  const folder = dirname(vm.vmx);
  if (vmx.get('config.version') === undefined) {
    for (const [key, value] of Object.entries(SCAFFOLD)) vmx.set(key, value);
    for (const [key, value] of Object.entries(vm.extra)) vmx.set(key, value);
  }
  vmx.set('virtualHW.version', vm.hardware.replace(/^vmx-0*/, ''));
  vmx.set('displayName', vm.name);
  vmx.set('guestOS', guestOsOf(vm.guestId));
  vmx.set('memSize', String(vm.memoryMB));
  vmx.set('numvcpus', String(vm.cpus));
  vmx.set('uuid.bios', spacedUuid(vm.uuid));
  vmx.set('uuid.location', spacedUuid(vm.uuid));
  if (vm.annotation !== '' || vmx.get('annotation') !== undefined) vmx.set('annotation', vm.annotation);
  for (const { slot } of disksOf(vmx, folder)) {
    if (!vm.disks.some((disk) => disk.slot === slot))
      for (const key of DISK_KEYS) vmx.delete(`${slot}.${key}`);
  }
  for (const { slot, path, mode } of vm.disks) {
    vmx.set(`${slot}.present`, 'TRUE');
    vmx.set(`${slot}.deviceType`, 'scsi-hardDisk');
    vmx.set(`${slot}.fileName`, isAbsolute(path) ? path : relative(folder, path));
    if (mode !== 'persistent') vmx.set(`${slot}.mode`, mode);
  }
  vm.nics.forEach((nic, i) => configureNic(vmx, `ethernet${i}`, nic));
}

function configureNic(vmx: Vmx, name: string, nic: VmNic): void {
  vmx.set(`${name}.present`, 'TRUE');
  if (nic.type !== 'vlance') vmx.set(`${name}.virtualDev`, nic.type);
  if (nic.portGroup !== '') vmx.set(`${name}.networkName`, nic.portGroup);
  vmx.set(`${name}.addressType`, nic.addressType);
  vmx.set(`${name}.${nic.addressType === 'static' ? 'address' : 'generatedAddress'}`, nic.mac);
}

function uuidIn(text = ''): string | undefined {
  const hex = text.replace(/[ -]/g, '').toLowerCase();
  if (!/^[0-9a-f]{32}$/.test(hex)) return undefined;
  return [8, 12, 16, 20, 32].map((end, i, ends) => hex.slice(ends[i - 1] ?? 0, end)).join('-');
}

/** A number from 1 on. */
function wholeIn(text = ''): number | undefined {
  const number = /^\d+$/.test(text) ? Number(text) : 0;
  return number >= 1 && Number.isSafeInteger(number) ? number : undefined;
}

const MAC = /^([0-9a-f]{2}:){5}[0-9a-f]{2}$/;

/** Keys that the model has, in small letters. */
const KNOWN = [
  'displayname',
  'guestos',
  'memsize',
  'numvcpus',
  'annotation',
  'virtualhw.version',
  'uuid.bios',
  'uuid.location',
];
const DISK_KEYS = ['present', 'devicetype', 'filename', 'mode'];
const NIC_KEYS = ['present', 'virtualdev', 'networkname', 'addresstype', 'generatedaddress', 'address'];

/** What is in the file of any VM that a host made. */
const SCAFFOLD: Readonly<Record<string, string>> = {
  '.encoding': 'UTF-8',
  'config.version': '8',
  'pcibridge0.present': 'TRUE',
  'scsi0.present': 'TRUE',
  'scsi0.virtualdev': 'pvscsi',
  'vmci0.present': 'TRUE',
};

function disksOf(vmx: Vmx, folder: string): Configured['disks'] {
  return Array.from(vmx).flatMap(([key, file]) => {
    const [, slot = ''] = /^((?:scsi|sata|ide|nvme)\d+:\d+)\.filename$/.exec(key.toLowerCase()) ?? [];
    if (slot === '' || !file.toLowerCase().endsWith('.vmdk') || !vmx.is(`${slot}.present`)) return [];
    const path = isAbsolute(file) ? file : join(folder, file);
    return [{ path, slot, mode: vmx.get(`${slot}.mode`) ?? 'persistent' }];
  });
}

function nicsOf(vmx: Vmx): Configured['nics'] {
  const nics: Configured['nics'] = [];
  for (let i = 0; vmx.is(`ethernet${i}.present`); i++) {
    const name = `ethernet${i}`;
    const type = vmx.get(`${name}.addressType`);
    const mac = vmx.get(`${name}.${type === 'static' ? 'address' : 'generatedAddress'}`)?.toLowerCase();
    nics.push({
      portGroup: vmx.get(`${name}.networkName`) ?? '',
      type: vmx.get(`${name}.virtualDev`) ?? 'vlance',
      addressType: type === 'static' || type === 'vpx' ? type : 'generated',
      mac: mac !== undefined && MAC.test(mac) ? mac : undefined,
    });
  }
  return nics;
}
