import { newDisk, newVmNic } from '../../model/vms.ts';
import { keepFiles } from '../../vms/files.ts';
import { attachDisk } from '../../vms/register.ts';
import { recordTask } from '../../vms/tasks.ts';
import { changingVm, type VimCommand } from '../command.ts';
import { invalidArgument, noSuchObject } from '../fault.ts';
import { isYes } from '../words.ts';

export const VM_DEVICE_COMMANDS: readonly VimCommand[] = [
  changingVm(
    'vmsvc/device.diskaddexisting',
    'diskfile controllerNumber unitNumber [controllerType]',
    'Adds a disk that is there to the virtual machine.',
    (vm, [file = '', bus = '', unit = ''], host, world) => {
      attachDisk(vm, file, slotOf(bus, unit), host, world);
      return undefined;
    },
  ),
  changingVm(
    'vmsvc/device.diskadd',
    'sizeInKB controllerNumber unitNumber datastore [controllerType]',
    'Adds a new disk to the virtual machine.',
    (vm, [size = '', bus = '', unit = '', datastore = ''], host, world) => {
      const sizeKB = Number(size);
      if (!Number.isInteger(sizeKB) || sizeKB <= 0) throw invalidArgument('capacityInKB');
      if (vm.disks.some(({ slot }) => slot === slotOf(bus, unit))) throw invalidArgument('unitNumber');
      if (datastore !== vm.volume) throw invalidArgument('datastore');
      const stem = vm.vmx.replace(/\.vmx$/, '');
      let number = 1;
      while (vm.disks.some(({ path }) => path === `${stem}_${number}.vmdk`)) number++;
      const path = `${stem}_${number}.vmdk`;
      const disk = newDisk({ path, sizeKB, slot: slotOf(bus, unit), type: 'zeroedthick' }, 0);
      keepFiles(vm, host, world, () => void vm.disks.push(disk));
      recordTask(host, String(vm.id), 'vim.VirtualMachine.reconfigure', world);
      return undefined;
    },
  ),
  changingVm(
    'vmsvc/device.diskremove',
    'controllerNumber unitNumber deleteFile [controllerType]',
    'Takes a disk from the virtual machine.',
    (vm, [bus = '', unit = '', deletes = ''], host, world) => {
      const at = vm.disks.findIndex(({ slot }) => slot === slotOf(bus, unit));
      if (at < 0) throw invalidArgument('unitNumber');
      keepFiles(vm, host, world, () => void vm.disks.splice(at, 1), isYes(deletes) ? 'remove' : 'leave');
      recordTask(host, String(vm.id), 'vim.VirtualMachine.reconfigure', world);
      return undefined;
    },
  ),
  changingVm(
    'vmsvc/devices.createnic',
    'type network',
    'Adds a network adapter to the virtual machine.',
    (vm, [type = '', network = ''], host, world) => {
      if (!host.portGroups.some(({ name }) => name === network)) {
        throw noSuchObject('vim.Network', `HaNetwork-${network}`, host.identity.version);
      }
      const nic = newVmNic({ type, addressType: 'generated' }, `${vm.uuid} ${vm.nics.length}`, network);
      keepFiles(vm, host, world, () => void vm.nics.push(nic));
      recordTask(host, String(vm.id), 'vim.VirtualMachine.reconfigure', world);
      return undefined;
    },
  ),
];

function slotOf(bus: string, unit: string): string {
  if (!/^[0-3]$/.test(bus)) throw invalidArgument('controllerNumber');
  if (!/^\d{1,2}$/.test(unit) || Number(unit) > 15 || Number(unit) === 7) throw invalidArgument('unitNumber');
  return `scsi${bus}:${Number(unit)}`;
}
