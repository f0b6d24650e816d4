import type { Host } from './host.ts';
import { completed, type Given } from './completed.ts';
import { macOf, uuidOf } from './derived.ts';
import { guestNameOf } from './guests.ts';

export type Vm = Host['vms'][number];
export type VmDisk = Vm['disks'][number];
export type VmNic = Vm['nics'][number];
export type Snapshot = Vm['snapshots'][number];
export type Task = Host['tasks'][number];
export type ResourcePool = Host['resourcePools'][number];
export type Autostart = Host['autostart'];

export const ROOT_POOL = 'ha-root-pool';

/** What is said of a VM; its disks, NICs and snapshots may leave out what follows from the rest. */
export type GivenVm = Omit<Given<Vm>, 'name' | 'disks' | 'nics' | 'snapshots'> & {
  name: string;
  disks?: (Given<VmDisk> & { path: string })[] | undefined;
  nics?: Given<VmNic>[] | undefined;
  snapshots?: (Given<Snapshot> & { id: number })[] | undefined;
};

/** `volume` and `portGroup`: where it is, where it does not say so. */
export function newVm(
  given: GivenVm,
  { id, volume, portGroup }: { id: number; volume: string; portGroup: string },
): Vm {
  const { name } = given;
  const number = given.id ?? id;
  const power = given.power ?? 'off';
  const isOn = power !== 'off';
  const folder = name.replaceAll('/', '%2f');
  const guestId = given.guestId ?? 'ubuntu64Guest';
  const { disks: listed = [{ path: `${folder}/${folder}.vmdk` }], nics = [{}], snapshots = [] } = given;
  const disks = listed.map((disk, i) => newDisk(disk, i));
  const last = Math.max(0, ...snapshots.map((one) => one.id));
  const blank: Vm = {
    id: number,
    name,
    uuid: uuidOf(`vm ${name}`),
    volume,
    vmx: `${folder}/${folder}.vmx`,
    guestId,
    guestName: guestNameOf(guestId),
    hardware: 'vmx-19',
    annotation: '',
    cpus: 2,
    memoryMB: 2048,
    power,
    worldId: isOn ? 2_100_001 + number * 4 : 0,
    cartelId: isOn ? 2_100_000 + number * 4 : 0,
    ip: '',
    guestHostName: '',
    tools: 'toolsNotInstalled',
    toolsMounted: false,
    disks,
    nics: nics.map((nic, i) => newVmNic(nic, `vm ${name}${i === 0 ? '' : ` ${i}`}`, portGroup)),
    snapshots: snapshots.map((one) => newSnapshot(one, disks)),
    snapshot: last,
    lastSnapshot: last,
    booted: '2026-01-02T03:14:05Z',
    pool: ROOT_POOL,
    extra: {},
  };
  const { disks: _d, nics: _n, snapshots: _s, ...rest } = given;
  return completed(blank, rest);
}

/** The seventh place of a SCSI controller is its own. */
export const newDisk = (given: Given<VmDisk> & { path: string }, place: number): VmDisk =>
  completed<VmDisk>(
    {
      path: given.path,
      sizeKB: 16 * 2 ** 20,
      type: 'thin',
      slot: `scsi0:${place < 7 ? place : place + 1}`,
      mode: 'persistent',
    },
    given,
  );

export const newVmNic = (given: Given<VmNic>, seed: string, portGroup: string): VmNic =>
  completed<VmNic>({ portGroup, mac: macOf(seed), type: 'vmxnet3', addressType: 'vpx' }, given);

export const newSnapshot = (
  given: Given<Snapshot> & { id: number },
  disks: readonly { path: string }[],
): Snapshot =>
  completed<Snapshot>(
    {
      id: given.id,
      name: `snapshot ${given.id}`,
      description: '',
      created: '2026-01-02T03:24:05Z',
      power: 'off',
      parent: 0,
      quiesced: false,
      disks: disks.map(({ path }) => path),
    },
    given,
  );

export const newTask = (given: Given<Task> & { id: string }): Task =>
  completed<Task>({ id: given.id, state: 'success', started: '2026-01-02T03:04:05Z', message: '' }, given);

export const newResourcePool = (given: Given<ResourcePool> & { id: string }): ResourcePool =>
  completed<ResourcePool>(
    {
      id: given.id,
      name: given.id,
      parent: ROOT_POOL,
      cpuMin: 0,
      cpuMax: -1,
      cpuShares: 4000,
      cpuLevel: 'normal',
      cpuExpandable: true,
      memMin: 0,
      memMax: -1,
      memShares: 163_840,
      memLevel: 'normal',
      memExpandable: true,
    },
    given,
  );

/** Named vm-1, vm-2 …, every other one on. */
export const defaultVms = (count: number): GivenVm[] =>
  Array.from({ length: count }, (_, i) => ({ name: `vm-${i + 1}`, power: i % 2 === 0 ? 'on' : 'off' }));

/** A host always has the one that is its own. */
export function resourcePoolsOf(listed: readonly ResourcePool[] = []): ResourcePool[] {
  if (listed.some(({ id }) => id === ROOT_POOL)) return [...listed];
  return [newResourcePool({ id: ROOT_POOL, name: 'Resources', parent: '' }), ...listed];
}

export const defaultAutostart = (): Autostart => ({
  enabled: false,
  startDelay: 120,
  stopDelay: 120,
  waitForHeartbeat: false,
  stopAction: 'PowerOff',
  vms: [],
});
