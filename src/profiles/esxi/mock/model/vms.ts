import type { Host } from './host.ts';
import { completed, type Given } from './completed.ts';
import { macOf, uuidOf } from './derived.ts';

export type Vm = Host['vms'][number];
export type Task = Host['tasks'][number];
export type ResourcePool = Host['resourcePools'][number];

/** `volume` and `portGroup`: where it is, where it does not say so. */
export function newVm(
  given: Given<Vm> & { name: string },
  { id, volume, portGroup }: { id: number; volume: string; portGroup: string },
): Vm {
  const { name } = given;
  const number = given.id ?? id;
  const power = given.power ?? 'off';
  const isOn = power !== 'off';
  const folder = name.replaceAll('/', '%2f');
  const blank: Vm = {
    id: number,
    name,
    uuid: uuidOf(`vm ${name}`),
    volume,
    vmx: `${folder}/${folder}.vmx`,
    guestId: 'ubuntu64Guest',
    guestName: 'Ubuntu Linux (64-bit)',
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
    disks: [{ path: `${folder}/${folder}.vmdk`, sizeKB: 16 * 2 ** 20, type: 'thin' }],
    nics: [{ portGroup, mac: macOf(`vm ${name}`), type: 'vmxnet3' }],
    snapshots: [],
    booted: '2026-01-02T03:14:05Z',
  };
  return completed(blank, given);
}

export const newTask = (given: Given<Task> & { id: string }): Task =>
  completed<Task>({ id: given.id, state: 'success', started: '2026-01-02T03:04:05Z', message: '' }, given);

export const newResourcePool = (given: Given<ResourcePool> & { id: string }): ResourcePool =>
  completed<ResourcePool>(
    {
      id: given.id,
      name: given.id,
      parent: 'ha-root-pool',
      cpuMin: 0,
      cpuMax: -1,
      cpuShares: 4000,
      cpuExpandable: true,
      memMin: 0,
      memMax: -1,
      memShares: 163_840,
      memExpandable: true,
    },
    given,
  );

/** Named vm-1, vm-2 …, every other one on. */
export const defaultVms = (count: number): (Given<Vm> & { name: string })[] =>
  Array.from({ length: count }, (_, i) => ({ name: `vm-${i + 1}`, power: i % 2 === 0 ? 'on' : 'off' }));

export const defaultResourcePools = (): ResourcePool[] => [
  newResourcePool({ id: 'ha-root-pool', name: 'Resources', parent: '' }),
];
