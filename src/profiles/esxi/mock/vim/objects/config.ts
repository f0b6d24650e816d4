import type { Host } from '../../model/host.ts';
import { classOfNamed } from '../../../../../redact/secret-name.ts';
import type { Vm } from '../../model/vms.ts';
import { fileSystems, mountPoint } from '../../volumes/names.ts';
import type { World } from '../../world.ts';
import { list, none, object, since, type Value } from '../value.ts';
import { shares } from './device.ts';
import { virtualHardware } from './devices.ts';
import { hasTools } from '../../vms/power.ts';
import { fileInfo } from './files.ts';
import { instanceUuidOf } from './summary.ts';

export function vmConfig(vm: Vm, host: Host, world: World): Value {
  return object('vim.vm.ConfigInfo', {
    changeVersion: vm.booted,
    modified: '1970-01-01T00:00:00Z',
    name: vm.name,
    guestFullName: vm.guestName,
    version: vm.hardware,
    uuid: vm.uuid,
    createDate: since('6.7', '1970-01-01T00:00:00Z'),
    instanceUuid: instanceUuidOf(vm),
    npivNodeWorldWideName: { kind: 'absent' },
    npivPortWorldWideName: { kind: 'absent' },
    npivWorldWideNameType: '',
    npivDesiredNodeWwns: undefined,
    npivDesiredPortWwns: undefined,
    npivTemporaryDisabled: true,
    npivOnNonRdmDisks: undefined,
    locationId: vm.uuid,
    template: false,
    guestId: vm.guestId,
    alternateGuestName: '',
    annotation: vm.annotation,
    files: fileInfo(vm),
    tools: toolsConfig(vm),
    flags: flagInfo(),
    consolePreferences: none('vim.vm.ConsolePreferences'),
    defaultPowerOps: powerOps(),
    rebootPowerOff: since('8.0', false),
    hardware: virtualHardware(vm, host, world),
    cpuAllocation: allocation(vm.cpus * 1000),
    memoryAllocation: allocation(vm.memoryMB * 10),
    latencySensitivity: since(
      '5.1',
      object('vim.LatencySensitivity', { level: 'normal', sensitivity: undefined }),
    ),
    memoryHotAddEnabled: false,
    cpuHotAddEnabled: false,
    cpuHotRemoveEnabled: false,
    hotPlugMemoryLimit: vm.memoryMB,
    hotPlugMemoryIncrementSize: 0,
    cpuAffinity: none('vim.vm.AffinityInfo'),
    memoryAffinity: none('vim.vm.AffinityInfo'),
    networkShaper: none('vim.vm.NetworkShaperInfo'),
    extraConfig: list(
      'vim.option.OptionValue',
      extraConfigOf(vm).map(([key, value]) => object('vim.option.OptionValue', { key, value })),
    ),
    cpuFeatureMask: { kind: 'absent' },
    datastoreUrl: list('vim.vm.ConfigInfo.DatastoreUrlPair', [datastoreUrl(vm, host)]),
    swapPlacement: 'inherit',
    swapDirectory: undefined,
    preserveSwapOnPowerOff: undefined,
    bootOptions: bootOptions(vm),
    ftInfo: none('vim.vm.FaultToleranceConfigInfo'),
    repConfig: since('5.1', none('vim.vm.ReplicationConfigSpec')),
    vAppConfig: none('vim.vApp.VmConfigInfo'),
    vAssertsEnabled: false,
    changeTrackingEnabled: vm.extra['ctkEnabled']?.toLowerCase() === 'true',
    firmware: since('5.0', vm.extra['firmware'] ?? 'bios'),
    maxMksConnections: since('5.0', 40),
    guestAutoLockEnabled: since('5.0', true),
    managedBy: since('5.0', none('vim.ext.ManagedByInfo')),
    memoryReservationLockedToMax: since('5.0', false),
    initialOverhead: since('5.0', none('vim.vm.ConfigInfo.OverheadInfo')),
    nestedHVEnabled: since('5.1', vm.extra['vhv.enable']?.toLowerCase() === 'true'),
    vPMCEnabled: since('5.1', false),
    scheduledHardwareUpgradeInfo: since(
      '5.1',
      object('vim.vm.ScheduledHardwareUpgradeInfo', {
        upgradePolicy: 'never',
        versionKey: undefined,
        scheduledHardwareUpgradeStatus: 'none',
        fault: none('vmodl.MethodFault'),
      }),
    ),
    vFlashCacheReservation: since('5.5', 0),
  });
}

/** Secrets are in the file, and nowhere else. */
function extraConfigOf(vm: Vm): [string, string][] {
  const base = vm.vmx.slice(vm.vmx.lastIndexOf('/') + 1).replace(/\.vmx$/, '');
  const all = { nvram: `${base}.nvram`, 'svga.present': 'TRUE', ...vm.extra };
  return Object.entries(all).filter(([key]) => classOfNamed(key) === undefined && key !== 'firmware');
}

const toolsConfig = (vm: Vm): Value =>
  object('vim.vm.ToolsConfigInfo', {
    toolsVersion: hasTools(vm) ? 12_352 : 0,
    toolsInstallType: since('6.5', hasTools(vm) ? 'guestToolsTypeOpenVMTools' : undefined),
    afterPowerOn: true,
    afterResume: true,
    beforeGuestStandby: true,
    beforeGuestShutdown: true,
    beforeGuestReboot: undefined,
    toolsUpgradePolicy: 'manual',
    pendingCustomization: undefined,
    customizationKeyId: since('6.5', none('vim.encryption.CryptoKeyId')),
    syncTimeWithHostAllowed: since('7.0', true),
    syncTimeWithHost: false,
    lastInstallInfo: object('vim.vm.ToolsConfigInfo.ToolsLastInstallInfo', {
      counter: 0,
      fault: none('vmodl.MethodFault'),
    }),
  });

const flagInfo = (): Value =>
  object('vim.vm.FlagInfo', {
    disableAcceleration: false,
    enableLogging: true,
    useToe: false,
    runWithDebugInfo: false,
    monitorType: 'release',
    htSharing: 'any',
    snapshotDisabled: false,
    snapshotLocked: false,
    diskUuidEnabled: false,
    virtualMmuUsage: 'automatic',
    virtualExecUsage: 'hvAuto',
    snapshotPowerOffBehavior: 'powerOff',
    recordReplayEnabled: false,
    faultToleranceType: since('6.0', 'unset'),
    cbrcCacheEnabled: since('6.5', false),
    vvtdEnabled: since('6.7', false),
    vbsEnabled: since('6.7', false),
  });

const powerOps = (): Value =>
  object('vim.vm.DefaultPowerOpInfo', {
    powerOffType: 'soft',
    suspendType: 'hard',
    resetType: 'soft',
    defaultPowerOffType: 'soft',
    defaultSuspendType: 'hard',
    defaultResetType: 'soft',
    standbyAction: 'checkpoint',
  });

const allocation = (count: number): Value =>
  object('vim.ResourceAllocationInfo', {
    reservation: 0,
    expandableReservation: false,
    limit: -1,
    shares: shares(count),
    overheadLimit: undefined,
  });

function datastoreUrl({ volume }: Vm, host: Host): Value {
  const on = fileSystems(host).find(({ name }) => name === volume);
  return object('vim.vm.ConfigInfo.DatastoreUrlPair', {
    name: volume,
    url: on ? mountPoint(on) : `/vmfs/volumes/${volume}`,
  });
}

const bootOptions = ({ extra }: Vm): Value =>
  object('vim.vm.BootOptions', {
    bootDelay: Number(extra['bios.bootDelay'] ?? 0),
    enterBIOSSetup: extra['bios.forceSetupOnce']?.toLowerCase() === 'true',
    efiSecureBootEnabled: since('6.5', extra['uefi.secureBoot.enabled']?.toLowerCase() === 'true'),
    bootRetryEnabled: false,
    bootRetryDelay: 10_000,
    bootOrder: { kind: 'absent' },
    networkBootProtocol: since('6.0', 'ipv4'),
  });
