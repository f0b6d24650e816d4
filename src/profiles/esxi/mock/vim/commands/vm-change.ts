import { newDisk, newVmNic } from '../../model/vms.ts';
import { askGuest, invalidPowerState, powerOff, powerOn, reset, setPower, suspend } from '../../vms/power.ts';
import { keepFiles, removeFiles } from '../../vms/files.ts';
import { attachDisk, createDummyVm, registerVm, reloadVm } from '../../vms/register.ts';
import { createSnapshot, removeAllSnapshots, removeSnapshot, revertTo } from '../../vms/snapshots.ts';
import { keepPoolsFile } from '../../vms/pools-file.ts';
import { recordTask } from '../../vms/tasks.ts';
import { changingVm, command, type VimCommand } from '../command.ts';
import { invalidArgument, noSuchObject } from '../fault.ts';
import { snapshotTree } from '../objects/snapshots.ts';

export const VM_CHANGE_COMMANDS: readonly VimCommand[] = [
  changingVm('vmsvc/power.on', '', 'Power on the specified virtual machine.', done(powerOn), {
    says: 'Powering on VM:',
    task: 'Power on',
  }),
  changingVm('vmsvc/power.off', '', 'Power off the specified virtual machine.', done(powerOff), {
    says: 'Powering off VM:',
    task: 'Power off',
  }),
  changingVm('vmsvc/power.reset', '', 'Reset the specified virtual machine.', done(reset), {
    says: 'Reset VM:',
    task: 'Reset',
  }),
  changingVm('vmsvc/power.suspend', '', 'Suspend the specified virtual machine.', done(suspend), {
    says: 'Suspending VM:',
    task: 'Suspend',
  }),
  changingVm('vmsvc/power.hibernate', '', 'Let the guest stand by.', done(suspend)),
  changingVm(
    'vmsvc/power.suspendResume',
    '',
    'Suspend and resume the specified virtual machine.',
    (vm, _, host, world) => {
      suspend(vm, host, world);
      setPower(vm, 'on', host, world);
      return undefined;
    },
  ),
  changingVm('vmsvc/power.shutdown', '', 'Shutdown the guest OS.', (vm, _, host, world) => {
    askGuest('shutdown', vm, host, world);
    return undefined;
  }),
  changingVm('vmsvc/power.reboot', '', 'Reboot the guest OS.', (vm, _, host, world) => {
    askGuest('reboot', vm, host, world);
    return undefined;
  }),
  changingVm(
    'vmsvc/snapshot.create',
    '[snapshotName] [snapshotDescription] [includeMemory] [quiesced]',
    'Creates a snapshot of the virtual machine.',
    (vm, [name = '', description = '', memory = '', quiesced = ''], host, world) => {
      createSnapshot(
        vm,
        { name, description, memory: isYes(memory), quiesced: isYes(quiesced) },
        host,
        world,
      );
      return undefined;
    },
    { says: 'Create Snapshot:' },
  ),
  changingVm(
    'vmsvc/snapshot.remove',
    'snapshotId [removeChildren]',
    'Removes a snapshot of the virtual machine.',
    (vm, [id = '', children = ''], host, world) => {
      removeSnapshot(vm, id, isYes(children), host, world);
      return snapshotTree(vm, host.identity.version);
    },
    { says: 'Remove Snapshot:' },
  ),
  changingVm(
    'vmsvc/snapshot.removeall',
    '',
    'Removes all snapshots of the virtual machine.',
    done(removeAllSnapshots),
    { says: 'Remove All Snapshots:' },
  ),
  changingVm(
    'vmsvc/snapshot.revert',
    'snapshotId suppressPowerOn',
    'Reverts the virtual machine to a snapshot.',
    (vm, [id = '', suppress = ''], host, world) => {
      revertTo(vm, id, !/^(0|false|no)$/i.test(suppress), host, world);
      return snapshotTree(vm, host.identity.version);
    },
    { says: 'Revert Snapshot:' },
  ),
  changingVm(
    'vmsvc/reload',
    '',
    'Reloads the configuration file of the virtual machine.',
    (vm, _, host, world) => {
      reloadVm(vm, host, world);
      return undefined;
    },
  ),
  changingVm('vmsvc/unregister', '', 'Unregisters the virtual machine.', (vm, _, host, world) => {
    if (vm.power === 'on') throw invalidPowerState(vm, 'off', host);
    recordTask(host, String(vm.id), 'vim.VirtualMachine.unregister', world);
    forget(vm.id, host);
    keepPoolsFile(world);
    return undefined;
  }),
  changingVm('vmsvc/destroy', '', 'Deletes the virtual machine and its files.', (vm, _, host, world) => {
    if (vm.power === 'on') throw invalidPowerState(vm, 'off', host);
    recordTask(host, String(vm.id), 'vim.ManagedEntity.destroy', world);
    const gone = plain(vm);
    forget(vm.id, host);
    removeFiles(gone, host, world);
    keepPoolsFile(world);
    return undefined;
  }),
  changingVm(
    'vmsvc/tools.install',
    '',
    'Puts the CD of the tools into the virtual machine.',
    (vm, _, host) => {
      if (vm.power !== 'on') throw invalidPowerState(vm, 'on', host);
      vm.toolsMounted = true;
      return undefined;
    },
  ),
  changingVm('vmsvc/tools.cancelinstall', '', 'Takes the CD of the tools out.', (vm) => {
    vm.toolsMounted = false;
    return undefined;
  }),
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
  command(
    'vmsvc/createdummyvm',
    'vmname [path]',
    'Creates a virtual machine with nothing in it.',
    (args, world) => {
      const [name = '', path = ''] = args;
      return `${world.state.change((host) => createDummyVm(name, path, host, world).id)}\n`;
    },
  ),
  command(
    'solo/registervm',
    'vmxPath [vmName] [resourcePool]',
    'Registers a virtual machine.',
    ([path = '', name, pool], world) => {
      const id = world.state.change((host) => registerVm({ path, name, pool }, host, world).id);
      keepPoolsFile(world);
      return `${id}\n`;
    },
  ),
];

type Operation = (...args: Parameters<typeof powerOn>) => void;

function done(operation: Operation): Parameters<typeof changingVm>[3] {
  return (vm, _, host, world) => {
    operation(vm, host, world);
    return undefined;
  };
}

const isYes = (word: string): boolean => /^(1|true|y|yes|on)$/i.test(word);

function slotOf(bus: string, unit: string): string {
  if (!/^[0-3]$/.test(bus)) throw invalidArgument('controllerNumber');
  if (!/^\d{1,2}$/.test(unit) || Number(unit) > 15 || Number(unit) === 7) throw invalidArgument('unitNumber');
  return `scsi${bus}:${Number(unit)}`;
}

function forget(
  id: number,
  { vms, autostart }: { vms: { id: number }[]; autostart: { vms: { vm: number }[] } },
): void {
  vms.splice(
    vms.findIndex((one) => one.id === id),
    1,
  );
  const entry = autostart.vms.findIndex(({ vm }) => vm === id);
  if (entry >= 0) autostart.vms.splice(entry, 1);
}

/** Not a view of the change that it is read in. */
const plain = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;
