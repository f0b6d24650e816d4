import { type Cpu, cpusOf } from '../model/cpus.ts';
import type { Host } from '../model/host.ts';
import type { Tool } from './tool.ts';

/** `-w`: the hardware, as a tree; `-u`: the UUID of the machine. Of the rest the model has no tree. */
export const ESXCFG_INFO: Tool = {
  name: 'esxcfg-info',
  about: 'Tells of the hardware of the host.',
  run({ args: [option = ''] }, { state }) {
    const { host } = state;
    if (option === '-w' || option === '--hardware') return { stdout: hardwareOf(host) };
    if (option === '-u' || option === '--hwuuid') return { stdout: `${host.identity.uuid.toUpperCase()}\n` };
    return { stdout: USAGE, exit: option === '-h' ? 0 : 1, notImplemented: `esxcfg-info ${option}` };
  },
};

const USAGE = 'Usage: esxcfg-info -w | -u\n';

/** Values stand in one column, whatever is before them. */
const VALUE_AT = 68;

const entry = (depth: number, title: string, value: string | number): string =>
  `${`${'   '.repeat(depth)}|----${title}`.padEnd(VALUE_AT, '.')}${value} \n`;

const branch = (depth: number, title: string): string => `${'   '.repeat(depth)}\\==+${title} : \n`;

function hardwareOf(host: Host): string {
  const { identity, hardware } = host;
  const cpus = cpusOf(host);
  return [
    '+Hardware Info : \n',
    entry(1, 'BIOS UUID', identity.uuid),
    entry(1, 'Product Name', identity.model),
    entry(1, 'Vendor Name', identity.vendor),
    entry(1, 'Serial Number', identity.serialNumber),
    entry(1, 'BIOS Version', identity.biosVersion),
    branch(1, 'CPU Info'),
    entry(2, 'Number of Packages', hardware.cpu.packages),
    entry(2, 'Number of Cores', hardware.cpu.cores),
    entry(2, 'Number of CPUs', hardware.cpu.threads),
    entry(2, 'Hyperthreading Supported', String(hardware.cpu.threads > hardware.cpu.cores)),
    branch(2, 'CPUs'),
    ...cpus.flatMap(cpuOf),
    branch(1, 'Memory Info'),
    entry(2, 'Physical Mem', `${hardware.memory.bytes} bytes`),
    entry(2, 'Reliable Mem', `${hardware.memory.reliable} bytes`),
    entry(2, 'NUMA Node Count', hardware.memory.numaNodes),
    branch(1, 'PCI Info'),
    ...host.pci.flatMap((one) => [
      branch(2, one.address),
      entry(3, 'Vendor Name', one.vendor),
      entry(3, 'Device Name', one.device),
      entry(3, 'VmKernel Name', one.vmkernelName),
    ]),
  ].join('');
}

const cpuOf = ({ id, packageId, node, of }: Cpu): string[] => [
  branch(3, `CPU ${id}`),
  entry(4, 'Id', id),
  entry(4, 'Package Id', packageId),
  entry(4, 'Node', node),
  entry(4, 'Name', of.brand),
  entry(4, 'Family', of.family),
  entry(4, 'Model', of.modelNumber),
  entry(4, 'Stepping', of.stepping),
  entry(4, 'CPU Speed', of.coreHz),
  entry(4, 'Bus Speed', of.busHz),
  entry(4, 'Number of CPUs sharing L2 Cache', of.l2.cpus),
  entry(4, 'Number of CPUs sharing L3 Cache', of.l3.cpus),
];
