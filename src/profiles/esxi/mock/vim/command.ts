import type { Host } from '../model/host.ts';
import type { Vm } from '../model/vms.ts';
import type { World } from '../world.ts';
import { noSuchVm } from './fault.ts';
import type { Value } from './value.ts';

/** A command of vim-cmd, as data. */
export interface VimCommand {
  /** `vmsvc/power.on`. */
  path: string;
  /** What it takes, as its help says: `vmid [snapshotName]`; what is in brackets may be left out. */
  usage: string;
  /** A sentence for its help; `undefined`: known by name alone. */
  about: string | undefined;
  /**
   * What it prints. Text is printed as it is, with its line ends; values as the host's objects are.
   * @throws VimFault, before which what it `says` first is printed
   */
  run?(args: readonly string[], world: World): Printed;
  /** Before it does anything: `Powering on VM:`. */
  says?: string;
  /** What went wrong, before the fault: `Power on`, as in `Power on failed: …`. Hosts say so since 6.0. */
  task?: string;
}

/** Text, or a value after it: `Guest information:\n\n` and the object. */
export type Printed = string | { heading?: string; value: Value } | undefined;

export const command = (
  path: string,
  usage: string,
  about: string,
  run: NonNullable<VimCommand['run']>,
  more: Pick<VimCommand, 'says' | 'task'> = {},
): VimCommand => ({ path, usage, about, run, ...more });

/** One that reads a VM. */
export const ofVm = (
  path: string,
  about: string,
  read: (vm: Vm, world: World, args: readonly string[]) => Printed,
): VimCommand =>
  command(path, 'vmid', about, ([id = '', ...args], world) => read(vmOf(world.state.host, id), world, args));

/** One that changes a VM: `change` is given it within the change of the host. */
export const changingVm = (
  path: string,
  rest: string,
  about: string,
  change: (vm: Vm, args: readonly string[], host: Host, world: World) => Printed,
  more: Pick<VimCommand, 'says' | 'task'> = {},
): VimCommand =>
  command(
    path,
    rest === '' ? 'vmid' : `vmid ${rest}`,
    about,
    ([id = '', ...args], world) => {
      vmOf(world.state.host, id);
      return world.state.change((host) => change(vmOf(host, id), args, host, world));
    },
    more,
  );

/** A change that has nothing to tell. */
export const done =
  (operation: (vm: Vm, host: Host, world: World) => void): Parameters<typeof changingVm>[3] =>
  (vm, _, host, world) => {
    operation(vm, host, world);
    return undefined;
  };

/** Known by name: listed in the help of its namespace, and not modelled. */
export const unmodelled = (namespace: string, names: string): VimCommand[] =>
  names.split(' ').map((name) => ({ path: `${namespace}/${name}`, usage: '', about: undefined }));

/** @throws VimFault */
export function vmOf(host: Host, id: string): Vm {
  const vm = host.vms.find((one) => String(one.id) === id);
  if (vm) return vm;
  throw noSuchVm(id);
}

/** How many arguments it must have. */
export const least = ({ usage }: VimCommand): number =>
  usage.split(' ').filter((word) => word !== '' && !word.startsWith('[')).length;
