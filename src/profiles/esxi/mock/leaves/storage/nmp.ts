import { leaf } from '../../esxcli/leaf.ts';
import { flag, required, str } from '../../esxcli/option.ts';
import { records, table } from '../../esxcli/printed.ts';
import { Failure } from '../../failure.ts';
import type { Host } from '../../model/host.ts';
import { PSPS } from '../../model/multipathing.ts';
import type { Device, StoragePath } from '../../model/storage.ts';
import { device, deviceNamed, devicesOf, displayNameOf, pathsOf, pathsTo } from './device-named.ts';

export const NMP_LEAVES = [
  leaf({
    path: 'storage nmp device list',
    about: 'Lists the devices of NMP, and how paths to them are chosen.',
    options: { device },
    read: (host, given) =>
      devicesOf(host, given.device)
        .filter(({ plugin }) => plugin === 'NMP' || given.device !== undefined)
        .map((one) => {
          if (one.plugin !== 'NMP') throw new Failure(`Unable to find device with name ${one.name}`);
          return { one, paths: workingPaths(host, one) };
        }),
    prints: records<Claimed>('NmpDevice', ({ one }) => one.name, {
      'Device Display Name': ({ one }) => one.displayName,
      'Storage Array Type': ({ one }) => one.satp,
      'Storage Array Type Device Config': ({ one }) => one.satpConfig,
      'Path Selection Policy': ({ one }) => one.psp,
      'Path Selection Policy Device Config': pspConfigOf,
      'Path Selection Policy Device Custom Config': ({ one }) => one.pspCustomConfig,
      'Working Paths': (claimed) => shownPaths(claimed),
      'Is USB': { value: ({ one }) => one.isUsb, since: '5.5' },
    }),
  }),
  leaf({
    path: 'storage nmp device set',
    about: 'Changes how paths to a device are chosen.',
    options: {
      default: flag('-E|--default', 'As its array type has it.'),
      device: required(str('-d|--device', 'The device.')),
      psp: str('-P|--psp', 'VMW_PSP_FIXED, VMW_PSP_MRU or VMW_PSP_RR.'),
    },
    change(host, given) {
      const one = deviceNamed(host, given.device);
      const psp = given.default ? defaultPsp(host, one.satp) : given.psp;
      if (psp === undefined) throw new Failure('Error: Either --default or --psp must be specified');
      setPsp(one, psp);
    },
  }),
  leaf({
    path: 'storage nmp path list',
    about: 'Lists the paths to devices of NMP.',
    options: { device, path: str('-p|--path', 'Only this path, by its name or its UID.') },
    read: (host, given) =>
      pathsOf(host, given).flatMap((path) => {
        const one = host.devices.find(({ name, plugin }) => name === path.device && plugin === 'NMP');
        return one ? [{ path, one, host }] : [];
      }),
    prints: records<{ path: StoragePath; one: Device; host: Host }>('NmpPath', ({ path }) => path.uid, {
      'Runtime Name': ({ path }) => path.name,
      Device: ({ path }) => path.device,
      'Device Display Name': ({ path, host }) => displayNameOf(host, path),
      'Group State': ({ path }) => path.state,
      'Array Priority': () => 0,
      'Storage Array Type Path Config': ({ path, one }) =>
        path.config === '{}' ? `SATP ${one.satp} does not support path configuration.` : path.config,
      'Path Selection Policy Path Config': ({ path, one, host }) =>
        one.psp === 'VMW_PSP_RR'
          ? 'PSP VMW_PSP_RR does not support path configuration.'
          : `{current: ${yesNo(path.name === currentPath(host, one))}; preferred: ${yesNo(path.name === (one.preferredPath || currentPath(host, one)))}}`,
    }),
  }),
  leaf({
    path: 'storage nmp satp list',
    about: 'Lists the array types, and how paths are chosen for each.',
    read: ({ multipathing }) => multipathing.satps,
    prints: table<Host['multipathing']['satps'][number]>('NmpSatp', {
      Name: ({ name }) => name,
      'Default PSP': ({ psp }) => psp,
      Description: ({ description }) => description,
    }),
  }),
  leaf({
    path: 'storage nmp satp set',
    about: 'Changes how paths are chosen for an array type.',
    options: {
      psp: required(str('-P|--default-psp', 'VMW_PSP_FIXED, VMW_PSP_MRU or VMW_PSP_RR.')),
      satp: required(str('-s|--satp', 'The array type.')),
      boot: flag('-b|--boot', 'As the host does when it boots.'),
    },
    change(host, given) {
      const satp = host.multipathing.satps.find(({ name }) => name === given.satp);
      if (!satp) throw new Failure(`Unable to find SATP ${given.satp}`);
      if (PSPS[given.psp] === undefined) throw new Failure(`Unable to find PSP ${given.psp}`);
      satp.psp = given.psp;
    },
  }),
  leaf({
    path: 'storage nmp psp list',
    about: 'Lists the ways to choose a path.',
    read: () => Object.entries(PSPS).map(([name, description]) => ({ name, description })),
    prints: table<{ name: string; description: string }>('NmpPsp', {
      Name: ({ name }) => name,
      Description: ({ description }) => description,
    }),
  }),
];

/** A device that NMP has, and the paths to it that work. */
interface Claimed {
  one: Device;
  paths: readonly StoragePath[];
}

const workingPaths = (host: Host, one: Device): StoragePath[] =>
  pathsTo(host, one).filter(({ state }) => state === 'active');

/** The one that is taken: that which is preferred, where it works. */
export function currentPath(host: Host, one: Device): string {
  const working = workingPaths(host, one);
  return (working.find(({ name }) => name === one.preferredPath) ?? working[0])?.name ?? '';
}

const shownPaths = ({ one, paths }: Claimed): string[] =>
  (one.psp === 'VMW_PSP_RR' ? paths : paths.slice(0, 1)).map(({ name }) => name);

/** As it is described; where it is not, as its policy says it. */
function pspConfigOf({ one, paths }: Claimed): string {
  if (one.pspConfig !== '') return one.pspConfig;
  const current = (paths.find(({ name }) => name === one.preferredPath) ?? paths[0])?.name ?? '';
  const { type, iops, bytes, useAno } = one.roundRobin;
  switch (one.psp) {
    case 'VMW_PSP_RR': {
      const policy = type === 'Iops' ? 'iops' : type === 'Bytes' ? 'bytes' : 'rr';
      return `{policy=${policy},iops=${iops},bytes=${bytes},useANO=${useAno ? 1 : 0}; lastPathIndex=0: NumIOsPending=0,numBytesPending=0}`;
    }
    case 'VMW_PSP_FIXED':
      return `{preferred=${one.preferredPath || current};current=${current}}`;
    default:
      return `Current Path=${current}`;
  }
}

/** @throws Failure */
export function setPsp(one: Device, psp: string): void {
  if (PSPS[psp] === undefined) throw new Failure(`Unable to find PSP ${psp}`);
  one.psp = psp;
  one.pspConfig = '';
}

const defaultPsp = ({ multipathing }: Host, satp: string): string =>
  multipathing.satps.find(({ name }) => name === satp)?.psp ?? 'VMW_PSP_FIXED';

const yesNo = (is: boolean): string => (is ? 'yes' : 'no');
