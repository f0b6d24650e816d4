import type { Host } from './host.ts';
import { completed, type Given } from './completed.ts';

export type AdvancedSetting = Host['advanced'][number];
export type KernelSetting = Host['kernel'][number];
export type Module = Host['modules'][number];

export function newAdvancedSetting(given: Given<AdvancedSetting> & { path: string }): AdvancedSetting {
  const isNumber = typeof (given.value ?? given.default ?? 0) === 'number';
  const fallback = given.default ?? given.value ?? 0;
  return completed<AdvancedSetting>(
    {
      path: given.path,
      value: given.value ?? fallback,
      default: fallback,
      min: 0,
      max: isNumber ? 2_147_483_647 : 0,
      validCharacters: isNumber ? '' : '*',
      description: '',
      hostSpecific: false,
    },
    given,
  );
}

export const newKernelSetting = (given: Given<KernelSetting> & { name: string }): KernelSetting =>
  completed<KernelSetting>(
    {
      name: given.name,
      type: 'Bool',
      description: '',
      configured: given.default ?? 'FALSE',
      runtime: given.configured ?? given.default ?? 'FALSE',
      default: 'FALSE',
    },
    given,
  );

export const newModule = (given: Given<Module> & { name: string }): Module =>
  completed<Module>(
    {
      name: given.name,
      loaded: true,
      enabled: true,
      version: '1.0',
      build: 'release',
      license: 'ThirdParty',
      vib: given.name,
      signed: 'VMware',
      file: `/usr/lib/vmware/vmkmod/${given.name}`,
      size: 128,
      usedBy: 0,
      requires: ['com.vmware.vmkapi@v2_10_0_0'],
      parameters: [],
    },
    given,
  );

const number = (path: string, value: number, max: number, description: string, min = 0): AdvancedSetting =>
  newAdvancedSetting({ path, value, min, max, description });

const text = (path: string, value: string, description: string): AdvancedSetting =>
  newAdvancedSetting({ path, value, description });

const setting = (name: string, type: string, value: string, description: string): KernelSetting =>
  newKernelSetting({ name, type, default: value, description });

export const defaultAdvanced = (): AdvancedSetting[] => [
  number('/Config/HostAgent/plugins/solo/enableMob', 0, 1, 'Whether the managed object browser is there'),
  number('/Mem/ShareForceSalting', 2, 2, 'How pages of VMs are shared'),
  number('/Migrate/BindToVmknic', 3, 3, 'Whether sockets of a migration are bound to an interface'),
  number('/Misc/HppManageDegradedPaths', 1, 1, 'Whether paths that are degraded are managed'),
  number('/Net/BMCNetworkEnable', 1, 1, 'Whether the network of the BMC is used'),
  number('/Net/BlockGuestBPDU', 1, 1, 'Whether BPDUs of guests are blocked'),
  number('/Net/DVFilterBindIpAddress', 0, 1, 'Address that filters are bound to'),
  number('/Net/FollowHardwareMac', 1, 1, 'Whether an interface takes the MAC of its NIC'),
  number('/Net/GuestIPHack', 0, 1, 'Whether addresses of guests are learned from their ARP'),
  number('/Net/TcpipDefLROEnabled', 1, 1, 'LRO of TCP/IP'),
  number('/Net/UseHwTSO', 1, 1, 'TSO by NICs, where they can'),
  number('/NFS/MaxVolumes', 32, 256, 'Most NFS volumes', 8),
  number('/Security/AccountLockFailures', 5, 100, 'Failed logins before an account is locked'),
  number('/Security/AccountUnlockTime', 900, 3600, 'Seconds that an account is locked'),
  text(
    '/Security/PasswordQualityControl',
    'retry=3 min=disabled,disabled,disabled,7,7',
    'Rules for passwords',
  ),
  number('/Security/PasswordHistory', 0, 100, 'Passwords that may not come again'),
  number('/Security/PasswordMaxDays', 99_999, 99_999, 'Days between changes of a password'),
  text('/ScratchConfig/ConfiguredScratchLocation', '/tmp/scratch', 'Where scratch is from the next boot on'),
  text('/ScratchConfig/CurrentScratchLocation', '/tmp/scratch', 'Where scratch is'),
  number('/User/execInstalledOnly', 1, 1, 'Only what a VIB has installed may run'),
  number('/UserVars/ESXiShellInteractiveTimeOut', 0, 86_400, 'Seconds until an idle shell ends'),
  number('/UserVars/ESXiShellTimeOut', 0, 86_400, 'Seconds until the shell service stops'),
  number('/UserVars/DcuiTimeOut', 600, 86_400, 'Seconds until an idle console logs out'),
  number('/UserVars/HostClientSessionTimeout', 900, 7200, 'Seconds until an idle session ends'),
  number('/UserVars/SuppressShellWarning', 0, 1, 'Whether it is not told that the shell is on'),
  number('/UserVars/SuppressHyperthreadWarning', 0, 1, 'Whether it is not told of hyperthreads'),
];

export const defaultKernel = (): KernelSetting[] => [
  setting('disableHwrng', 'Bool', 'FALSE', 'Do without the random numbers of the hardware'),
  setting('entropySources', 'uint32', '0', 'Where entropy is from, as bits; 0: all'),
  setting('execInstalledOnly', 'Bool', 'TRUE', 'Run only what a VIB has installed'),
  setting('hyperthreading', 'Bool', 'TRUE', 'Use hyperthreads'),
  setting('iovDisableIR', 'Bool', 'FALSE', 'Do without remapping of interrupts'),
  setting('netNetqueueEnabled', 'Bool', 'TRUE', 'Use several queues of NICs'),
  setting('vmkfips140', 'Bool', 'TRUE', 'FIPS 140 in the kernel'),
];

/** Those of the NICs, the disks, and of what a host cannot be without. */
export const defaultModules = (drivers: readonly string[], nics: Host['nics']): Module[] =>
  [
    ...new Set([
      'vmkernel',
      'procfs',
      'vprobe',
      'vmkapi_mgmt',
      'tcpip4',
      'etherswitch',
      'vmfs3',
      'multiextent',
      ...drivers,
    ]),
  ].map((name) =>
    newModule({
      name,
      loaded: name !== 'multiextent',
      version: nics.find(({ driver }) => driver === name)?.driverVersion,
      parameters: parametersOf(name, drivers),
    }),
  );

const parameter = (name: string, type: string, description: string): Module['parameters'][number] => ({
  name,
  type,
  value: '',
  description,
});

/** Each has its own: they are set one by one. */
function parametersOf(name: string, drivers: readonly string[]): Module['parameters'] {
  const all = drivers.includes(name) ? DRIVER_PARAMETERS : name === 'tcpip4' ? [IPV6] : [];
  return all.map((one) => ({ ...one }));
}

const IPV6 = parameter('ipv6', 'int', 'Whether there is IPv6: 1 yes, 0 no');

const DRIVER_PARAMETERS = [
  parameter('DRSS', 'array of int', 'Queues of the default queue, for each port'),
  parameter('RSS', 'array of int', 'Whether it spreads what comes in over queues, for each port'),
  parameter('max_vfs', 'array of int', 'Virtual functions, for each port'),
];
