import type { Vm } from '../../model/vms.ts';
import { hasTools } from '../../vms/power.ts';
import { list, none, object, since, strings, type Value } from '../value.ts';

/** What the tools in the guest tell of it, as the API has it. */
export const runningTools = (vm: Vm) =>
  vm.power === 'on' && hasTools(vm) ? 'guestToolsRunning' : 'guestToolsNotRunning';

/** Of the API before 5.0, and since. */
export function toolsVersionStatus({ tools }: Vm): { old: string; now: string } {
  switch (tools) {
    case 'toolsOk':
      return { old: 'guestToolsCurrent', now: 'guestToolsCurrent' };
    case 'toolsOld':
      return { old: 'guestToolsNeedUpgrade', now: 'guestToolsSupportedOld' };
    case 'toolsNotRunning':
      return { old: 'guestToolsCurrent', now: 'guestToolsCurrent' };
    default:
      return { old: 'guestToolsNotInstalled', now: 'guestToolsNotInstalled' };
  }
}

/** With tools that do not run, a host says so. */
export const toolsStatus = (vm: Vm): string =>
  vm.power !== 'on' && hasTools(vm) ? 'toolsNotRunning' : vm.tools;

/** Properties that only tools that run can tell. */
export const ifRunning = <T>(vm: Vm, value: T): T | undefined =>
  runningTools(vm) === 'guestToolsRunning' ? value : undefined;

const orUnset = (text: string | undefined): string | undefined => (text === '' ? undefined : text);

export function guestInfo(vm: Vm): Value {
  const { old, now } = toolsVersionStatus(vm);
  const isRunning = ifRunning(vm, true) === true;
  return object('vim.vm.GuestInfo', {
    toolsStatus: toolsStatus(vm),
    toolsVersionStatus: old,
    toolsVersionStatus2: since('5.0', now),
    toolsRunningStatus: runningTools(vm),
    toolsVersion: hasTools(vm) ? '12352' : '0',
    toolsInstallType: since('6.5', hasTools(vm) ? 'guestToolsTypeOpenVMTools' : 'guestToolsTypeUnknown'),
    toolsUpdateStatus: since('7.0', none('vim.vm.GuestInfo.ToolsUpdateStatus')),
    guestId: ifRunning(vm, vm.guestId),
    guestFamily: ifRunning(vm, vm.guestId.startsWith('win') ? 'windowsGuest' : 'linuxGuest'),
    guestFullName: ifRunning(vm, vm.guestName),
    guestDetailedData: since('7.0', undefined),
    hostName: ifRunning(vm, orUnset(vm.guestHostName)),
    ipAddress: ifRunning(vm, orUnset(vm.ip)),
    net: isRunning
      ? list(
          'vim.vm.GuestInfo.NicInfo',
          vm.nics.map((_, i) => nicInfo(vm, i)),
        )
      : undefined,
    ipStack: undefined,
    disk: undefined,
    screen: object('vim.vm.GuestInfo.ScreenInfo', { width: 1024, height: 768 }),
    guestState: vm.power === 'on' ? 'running' : 'notRunning',
    appHeartbeatStatus: since('4.1', 'appStatusGray'),
    guestKernelCrashed: since('6.0', undefined),
    appState: since('5.5', 'none'),
    guestOperationsReady: since('5.0', isRunning),
    interactiveGuestOperationsReady: since('5.0', false),
    guestStateChangeSupported: since('6.0', isRunning),
    generationInfo: since('5.1', undefined),
    hwVersion: since('6.7', vm.hardware),
    customizationInfo: since(
      '7.0',
      object('vim.vm.GuestInfo.CustomizationInfo', {
        customizationStatus: 'TOOLSDEPLOYPKG_IDLE',
        startTime: undefined,
        endTime: undefined,
        errorMsg: undefined,
      }),
    ),
  });
}

function nicInfo({ nics, ip }: Vm, i: number): Value {
  const { portGroup = '', mac = '' } = nics[i] ?? {};
  const addresses = i === 0 && ip !== '' ? [ip] : [];
  return object('vim.vm.GuestInfo.NicInfo', {
    network: portGroup,
    ipAddress: strings(addresses),
    macAddress: mac,
    connected: true,
    deviceConfigId: 4000 + i,
    dnsConfig: none('vim.net.DnsConfigInfo'),
    ipConfig: object('vim.net.IpConfigInfo', {
      ipAddress: list(
        'vim.net.IpConfigInfo.IpAddress',
        addresses.map((address) =>
          object('vim.net.IpConfigInfo.IpAddress', {
            ipAddress: address,
            prefixLength: 24,
            origin: undefined,
            state: 'preferred',
            lifetime: undefined,
          }),
        ),
      ),
      dhcp: none('vim.net.DhcpConfigInfo'),
      autoConfigurationEnabled: undefined,
    }),
    netBIOSConfig: none('vim.net.NetBIOSConfigInfo'),
  });
}
