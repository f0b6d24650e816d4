import type { Host } from '../../model/host.ts';
import { isVersion } from '../../model/version.ts';
import type { Vm } from '../../model/vms.ts';
import { POWER_STATES } from '../../vms/power.ts';
import { list, listIfAny, none, object, ref, since, strings, type Value } from '../value.ts';

export function runtimeInfo(vm: Vm, { hardware, identity }: Host): Value {
  const isOff = vm.power === 'off';
  return object('vim.vm.RuntimeInfo', {
    device: since(
      '5.0',
      listIfAny(
        'vim.vm.DeviceRuntimeInfo',
        vm.nics.map((_, i) => nicRuntime(i)),
      ),
    ),
    host: ref('vim.HostSystem', 'ha-host'),
    connectionState: 'connected',
    powerState: POWER_STATES[vm.power],
    vmFailoverInProgress: since('6.5', undefined),
    faultToleranceState: 'notConfigured',
    dasVmProtection: since('5.0', none('vim.vm.RuntimeInfo.DasProtectionState')),
    toolsInstallerMounted: vm.toolsMounted,
    suspendTime: undefined,
    bootTime: isOff ? undefined : vm.booted,
    suspendInterval: 0,
    question: none('vim.vm.QuestionInfo'),
    memoryOverhead: isVersion(identity.version, { before: '6.0' }) ? overheadOf(vm) : undefined,
    maxCpuUsage: mhzOf(hardware) * vm.cpus,
    maxMemoryUsage: vm.memoryMB,
    numMksConnections: 0,
    recordReplayState: 'inactive',
    cleanPowerOff: isOff ? true : undefined,
    needSecondaryReason: undefined,
    onlineStandby: since('5.0', false),
    minRequiredEVCModeKey: since('5.0', undefined),
    consolidationNeeded: since('5.0', false),
    offlineFeatureRequirement: since('5.1', featureRequirements()),
    featureRequirement: since('5.1', listIfAny('vim.vm.FeatureRequirement', [])),
    vFlashCacheAllocation: since('5.5', 0),
    paused: since('6.0', false),
    snapshotInBackground: since('6.0', false),
    quiescedForkParent: since('6.0', undefined),
    instantCloneFrozen: since('6.7', false),
    cryptoState: since('6.7', undefined),
  });
}

/** In bytes: what a VM takes beside its memory. */
const overheadOf = ({ memoryMB, cpus }: Vm): number => (24 + cpus * 8 + Math.ceil(memoryMB / 64)) * 2 ** 20;

export const mhzOf = ({ cpu }: Host['hardware']): number => Math.floor(cpu.coreHz / 1e6);

const nicRuntime = (i: number): Value =>
  object('vim.vm.DeviceRuntimeInfo', {
    runtimeState: object('vim.vm.DeviceRuntimeInfo.VirtualEthernetCardRuntimeState', {
      vmDirectPathGen2Active: false,
      vmDirectPathGen2InactiveReasonVm: listIfAny('string', []),
      vmDirectPathGen2InactiveReasonOther: strings(['vmNptIncompatibleNetwork']),
      vmDirectPathGen2InactiveReasonExtended: undefined,
      uptv2Active: since('8.0', false),
      uptv2InactiveReasonVm: since('8.0', listIfAny('string', [])),
      uptv2InactiveReasonOther: since('8.0', strings(['vmNptIncompatibleNetwork'])),
      reservationStatus: since('6.0', undefined),
      attachmentStatus: since('6.7', undefined),
      featureRequirement: since('6.7', listIfAny('vim.vm.FeatureRequirement', [])),
    }),
    key: 4000 + i,
  });

const featureRequirements = (): Value =>
  list('vim.vm.FeatureRequirement', [
    object('vim.vm.FeatureRequirement', { key: 'cpuid.lm', featureName: 'cpuid.lm', value: 'Bool:Min:1' }),
  ]);
