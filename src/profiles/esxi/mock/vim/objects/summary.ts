import type { Host } from '../../model/host.ts';
import type { Vm } from '../../model/vms.ts';
import { datastorePath } from '../../vms/register.ts';
import { isoTime } from '../../vms/time.ts';
import type { World } from '../../world.ts';
import { none, object, ref, since, type Fields, type Value } from '../value.ts';
import { ifRunning, runningTools, toolsStatus, toolsVersionStatus } from './guest.ts';
import { runtimeInfo } from './runtime.ts';

export function vmSummary(vm: Vm, host: Host, world: World): Value {
  const { old, now } = toolsVersionStatus(vm);
  return object('vim.vm.Summary', {
    vm: ref('vim.VirtualMachine', vm.id),
    runtime: runtimeInfo(vm, host),
    guest: object('vim.vm.Summary.GuestSummary', {
      guestId: ifRunning(vm, vm.guestId),
      guestFullName: ifRunning(vm, vm.guestName),
      toolsStatus: toolsStatus(vm),
      toolsVersionStatus: old,
      toolsVersionStatus2: since('5.0', now),
      toolsRunningStatus: runningTools(vm),
      hostName: ifRunning(vm, vm.guestHostName === '' ? undefined : vm.guestHostName),
      ipAddress: ifRunning(vm, vm.ip === '' ? undefined : vm.ip),
      hwVersion: since('6.7', undefined),
    }),
    config: configSummary(vm),
    storage: storageSummary(vm, world),
    quickStats: quickStats(vm, world),
    overallStatus: 'green',
    customValue: since('6.0', { kind: 'absent' }),
  });
}

const configSummary = (vm: Vm): Value =>
  object('vim.vm.Summary.ConfigSummary', {
    name: vm.name,
    template: false,
    vmPathName: datastorePath({ volume: vm.volume, below: vm.vmx }),
    memorySizeMB: vm.memoryMB,
    cpuReservation: 0,
    memoryReservation: 0,
    numCpu: vm.cpus,
    numEthernetCards: vm.nics.length,
    numVirtualDisks: vm.disks.length,
    uuid: vm.uuid,
    instanceUuid: instanceUuidOf(vm),
    guestId: vm.guestId,
    guestFullName: vm.guestName,
    annotation: vm.annotation,
    product: none('vim.vApp.ProductInfo'),
    installBootRequired: undefined,
    ftInfo: none('vim.vm.FaultToleranceConfigInfo'),
    managedBy: since('5.0', none('vim.ext.ManagedByInfo')),
    tpmPresent: since('6.7', false),
    numVmiopBackings: since('6.7', 0),
    hwVersion: since('6.7', vm.hardware),
  });

/** Those begin with 52. */
export const instanceUuidOf = ({ uuid }: Vm): string => `52${uuid.slice(2, 14)}${uuid.slice(14)}`;

function storageSummary(vm: Vm, world: World): Value {
  const all = vm.disks.reduce((sum, { sizeKB }) => sum + sizeKB * 1024, 0);
  const thick = vm.disks.reduce((sum, { sizeKB, type }) => sum + (type === 'thin' ? 0 : sizeKB * 1024), 0);
  const swap = vm.power === 'on' ? vm.memoryMB * 2 ** 20 : 0;
  return object('vim.vm.Summary.StorageSummary', {
    committed: thick + swap + OWN,
    uncommitted: all - thick,
    unshared: thick + swap + OWN,
    timestamp: isoTime(world.now()),
  });
}

/** Its configuration, its BIOS, its log: in bytes. */
const OWN = 64 * 1024;

function quickStats(vm: Vm, world: World): Value {
  const isOn = vm.power === 'on';
  const zero = isOn ? 0 : undefined;
  const uptime = isOn ? Math.max(0, Math.floor((world.now() - Date.parse(vm.booted)) / 1000)) : undefined;
  const unset = (names: string): Fields =>
    Object.fromEntries(names.split(' ').map((name) => [name, undefined]));
  return object('vim.vm.Summary.QuickStats', {
    overallCpuUsage: zero,
    overallCpuDemand: zero,
    overallCpuReadiness: since('7.0', zero),
    guestMemoryUsage: zero,
    hostMemoryUsage: isOn ? Math.ceil(vm.memoryMB / 16) : undefined,
    guestHeartbeatStatus: ifRunning(vm, 'green') ?? 'gray',
    ...unset('distributedCpuEntitlement distributedMemoryEntitlement staticCpuEntitlement'),
    ...unset('staticMemoryEntitlement'),
    grantedMemory: since('7.0', isOn ? vm.memoryMB : undefined),
    privateMemory: zero,
    sharedMemory: zero,
    swappedMemory: zero,
    balloonedMemory: zero,
    consumedOverheadMemory: zero,
    ...unset('ftLogBandwidth ftSecondaryLatency ftLatencyStatus'),
    compressedMemory: since('4.1', zero),
    uptimeSeconds: since('4.1', uptime),
    ssdSwappedMemory: since('5.0', zero),
    activeMemory: since('7.0', zero),
  });
}
