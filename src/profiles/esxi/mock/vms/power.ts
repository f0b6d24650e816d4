import type { Host } from '../model/host.ts';
import type { Vm } from '../model/vms.ts';
import { isVersion } from '../model/version.ts';
import { fileNotFound, invalidState, VimFault } from '../vim/fault.ts';
import type { World } from '../world.ts';
import { keepFiles } from './files.ts';
import { datastorePath, diskAt, placeOfFile } from './register.ts';
import { recordTask } from './tasks.ts';
import { isoTime } from './time.ts';

type Power = Vm['power'];

/** The states as the API has them. */
export const POWER_STATES: Readonly<Record<Power, string>> = {
  on: 'poweredOn',
  off: 'poweredOff',
  suspended: 'suspended',
};

/** As people read them. */
export const POWER_WORDS: Readonly<Record<Power, string>> = {
  on: 'Powered on',
  off: 'Powered off',
  suspended: 'Suspended',
};

/** @throws VimFault where it is on already, where the host takes no VMs, and where a disk is gone */
export function powerOn(vm: Vm, host: Host, world: World): void {
  if (vm.power === 'on') throw invalidPowerState(vm, 'on', host);
  if (host.identity.maintenanceMode) throw invalidState();
  const gone = world.files.isMade ? vm.disks.find((disk) => !diskAt(disk, vm, host, world)) : undefined;
  if (gone) throw fileNotFound(datastorePath(placeOfFile(gone.path, vm, host)));
  setPower(vm, 'on', host, world);
  recordTask(host, String(vm.id), 'vim.VirtualMachine.powerOn', world);
}

/** @throws VimFault where it is off already */
export function powerOff(vm: Vm, host: Host, world: World): void {
  if (vm.power === 'off') throw invalidPowerState(vm, 'off', host);
  setPower(vm, 'off', host, world);
  recordTask(host, String(vm.id), 'vim.VirtualMachine.powerOff', world);
}

/** @throws VimFault where it is not on */
export function reset(vm: Vm, host: Host, world: World): void {
  if (vm.power !== 'on') throw invalidPowerState(vm, 'on', host);
  vm.booted = isoTime(world.now());
  recordTask(host, String(vm.id), 'vim.VirtualMachine.reset', world);
}

/** @throws VimFault where it is not on */
export function suspend(vm: Vm, host: Host, world: World): void {
  if (vm.power !== 'on') throw invalidPowerState(vm, 'suspended', host);
  setPower(vm, 'suspended', host, world);
  recordTask(host, String(vm.id), 'vim.VirtualMachine.suspend', world);
}

/**
 * What the guest is asked to do, by its tools.
 * @throws VimFault where it is not on, or has none that run
 */
export function askGuest(what: 'shutdown' | 'reboot', vm: Vm, host: Host, world: World): void {
  if (vm.power !== 'on') throw invalidPowerState(vm, 'on', host);
  if (!hasTools(vm)) throw toolsUnavailable();
  if (what === 'shutdown') setPower(vm, 'off', host, world);
  else vm.booted = isoTime(world.now());
}

export const hasTools = ({ tools }: Vm): boolean => tools === 'toolsOk' || tools === 'toolsOld';

/** Without asking whether it may; of a VM that gets on, its guest boots, and gets an address. */
export function setPower(vm: Vm, power: Power, host: Host, world: World): void {
  keepFiles(vm, host, world, () => {
    vm.power = power;
    if (power !== 'on') {
      vm.worldId = 0;
      vm.cartelId = 0;
      return;
    }
    const last = Math.max(
      FIRST_WORLD,
      ...host.vms.map(({ worldId, cartelId }) => Math.max(worldId, cartelId)),
    );
    vm.cartelId = last + 1 + Math.floor(world.random() * 50);
    vm.worldId = vm.cartelId + 1 + Math.floor(world.random() * 3);
    vm.booted = isoTime(world.now());
    if (vm.ip === '') vm.ip = addressOf(vm);
  });
}

const FIRST_WORLD = 2_100_000;

/** Of the addresses that are for examples (RFC 5737), as a DHCP server hands them out. */
const addressOf = ({ id }: Vm): string => `192.0.2.${100 + (id % 150)}`;

export function invalidPowerState(vm: Vm, requested: Power, { identity }: Host): VimFault {
  const word = POWER_WORDS[vm.power];
  const isOld = isVersion(identity.version, { before: '5.0' });
  const state = isOld ? word.replace(/ o/, ' O') : word;
  return new VimFault(
    'vim.fault.InvalidPowerState',
    `The attempted operation cannot be performed in the current state (${state}).`,
    { requestedState: POWER_STATES[requested], existingState: POWER_STATES[vm.power] },
  );
}

const toolsUnavailable = (): VimFault =>
  new VimFault(
    'vim.fault.ToolsUnavailable',
    'Cannot complete operation because VMware Tools is not running in this virtual machine.',
  );
