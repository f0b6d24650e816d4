import type { Vm } from '../model/vms.ts';

/** The .vmx of a VM, as hosts write it. */
export function vmxText(vm: Vm): string {
  const { uuid } = vm;
  const folder = vm.vmx.slice(0, vm.vmx.lastIndexOf('/') + 1);
  const disks = vm.disks.flatMap(({ path, slot, mode }) => [
    [`${slot}.deviceType`, 'scsi-hardDisk'] as const,
    [`${slot}.fileName`, path.startsWith(folder) ? path.slice(folder.length) : path] as const,
    ...(mode === 'persistent' ? [] : [[`${slot}.mode`, mode] as const]),
    [`${slot}.present`, 'TRUE'] as const,
  ]);
  const nics = vm.nics.flatMap(({ portGroup, mac, type, addressType }, i) => [
    [`ethernet${i}.virtualDev`, type] as const,
    [`ethernet${i}.networkName`, portGroup] as const,
    [`ethernet${i}.addressType`, addressType] as const,
    [`ethernet${i}.${addressType === 'static' ? 'address' : 'generatedAddress'}`, mac] as const,
    [`ethernet${i}.present`, 'TRUE'] as const,
  ]);
  const pairs = [
    ['.encoding', 'UTF-8'],
    ['config.version', '8'],
    ['virtualHW.version', vm.hardware.replace(/^vmx-0*/, '')],
    ['displayName', vm.name],
    ['annotation', vm.annotation],
    ['guestOS', vm.guestId.replace(/Guest$/, '').replace('64', '-64')],
    ['numvcpus', String(vm.cpus)],
    ['memSize', String(vm.memoryMB)],
    ['nvram', vm.vmx.slice(vm.vmx.lastIndexOf('/') + 1).replace(/\.vmx$/, '.nvram')],
    ['uuid.bios', spacedUuid(uuid)],
    ['uuid.location', spacedUuid(uuid)],
    ...(vm.disks.length > 0 ? ([['scsi0.virtualDev', 'pvscsi'], ['scsi0.present', 'TRUE']] as const) : []),
    ...disks,
    ...nics,
    ...Object.entries(vm.extra),
  ] as const;
  return pairs.map(([key, value]) => `${key} = "${escaped(value)}"\n`).join('');
}

/** `56 4d … -…`: bytes, with a dash in the middle. */
export function spacedUuid(uuid: string): string {
  const bytes = uuid.replaceAll('-', '').match(/../g) ?? [];
  return `${bytes.slice(0, 8).join(' ')}-${bytes.slice(8).join(' ')}`;
}

/** A quote would end the value: `|22` is one. */
const escaped = (value: string): string => value.replaceAll('|', '|7C').replaceAll('"', '|22').replaceAll('\n', '|0A');
