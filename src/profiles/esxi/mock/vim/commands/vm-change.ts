import { askGuest, invalidPowerState, powerOff, powerOn, reset, setPower, suspend } from '../../vms/power.ts';
import { removeFiles } from '../../vms/files.ts';
import { createDummyVm, registerVm, reloadVm } from '../../vms/register.ts';
import { keepPoolsFile } from '../../vms/pools-file.ts';
import { recordTask } from '../../vms/tasks.ts';
import { changingVm, command, done, type VimCommand } from '../command.ts';

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
