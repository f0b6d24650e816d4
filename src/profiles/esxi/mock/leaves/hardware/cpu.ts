import { leaf } from '../../esxcli/leaf.ts';
import { bool, required, long } from '../../esxcli/option.ts';
import { record, records, table } from '../../esxcli/printed.ts';
import { Failure } from '../../failure.ts';
import { type Cpu, cpuidOf, type CpuidLevel, cpusOf } from '../../model/cpus.ts';
import type { Host } from '../../model/host.ts';
import { kernelSettingNamed, setKernel } from '../../model/kernel.ts';

const hex = (value: number): string => `0x${value.toString(16)}`;

export const CPU_LEAVES = [
  leaf({
    path: 'hardware cpu list',
    about: 'Lists the processors of the host.',
    read: cpusOf,
    prints: records<Cpu>('CPU', ({ id }) => `CPU:${id}`, {
      Id: ({ id }) => id,
      'Package Id': ({ packageId }) => packageId,
      Family: ({ of }) => of.family,
      Model: ({ of }) => of.modelNumber,
      Type: () => 0,
      Stepping: ({ of }) => of.stepping,
      Brand: ({ of }) => of.brand,
      'Core Speed': ({ of }) => of.coreHz,
      'Bus Speed': ({ of }) => of.busHz,
      'APIC ID': ({ id }) => hex(id),
      Node: ({ node }) => node,
      'Microcode Revision': { value: ({ of }) => hex(of.microcode), since: '7.0' },
      'Extended Servicing': { value: () => false, since: '9.0' },
      'L2 Cache Size': ({ of }) => of.l2.size,
      'L2 Cache Associativity': ({ of }) => of.l2.associativity,
      'L2 Cache Line Size': ({ of }) => of.l2.line,
      'L2 Cache CPU Count': ({ of }) => of.l2.cpus,
      'L3 Cache Size': ({ of }) => of.l3.size,
      'L3 Cache Associativity': ({ of }) => of.l3.associativity,
      'L3 Cache Line Size': ({ of }) => of.l3.line,
      'L3 Cache CPU Count': ({ of }) => of.l3.cpus,
    }),
  }),
  leaf({
    path: 'hardware cpu global get',
    about: 'Tells of the processors of the host as a whole.',
    read: (host) => host,
    prints: record<Host>('CPUGlobal', {
      'CPU Packages': ({ hardware }) => hardware.cpu.packages,
      'CPU Cores': ({ hardware }) => hardware.cpu.cores,
      'CPU Threads': ({ hardware }) => hardware.cpu.threads,
      'Hyperthreading Active': (host) =>
        hasThreads(host) && isOn(kernelSettingNamed(host, 'hyperthreading').runtime),
      'Hyperthreading Supported': (host) => hasThreads(host),
      'Hyperthreading Enabled': (host) => isOn(kernelSettingNamed(host, 'hyperthreading').configured),
      'HV Support': () => 3,
      'HV Replay Capable': () => true,
      'HV Replay Disabled Reasons': () => [],
    }),
  }),
  leaf({
    path: 'hardware cpu global set',
    about: 'Sets whether hyperthreads are used, from the next start on.',
    options: { enabled: required(bool('-t|--hyperthreading', 'Whether they are.')) },
    change(host, { enabled }) {
      setKernel(kernelSettingNamed(host, 'hyperthreading'), enabled ? 'TRUE' : 'FALSE');
    },
  }),
  leaf({
    path: 'hardware cpu cpuid get',
    about: 'Tells what a processor says of itself.',
    options: { cpu: required(long('-c|--cpu', 'The number of the processor.')) },
    read(host, { cpu }) {
      if (cpu < 0 || cpu >= host.hardware.cpu.threads) throw new Failure(`Invalid CPU: ${cpu}`);
      return cpuidOf(host.hardware.cpu);
    },
    prints: table<CpuidLevel>('CPUID', {
      Level: ({ level }) => hex(level),
      EAX: ({ registers }) => hex(registers[0]),
      EBX: ({ registers }) => hex(registers[1]),
      ECX: ({ registers }) => hex(registers[2]),
      EDX: ({ registers }) => hex(registers[3]),
    }),
  }),
];

const hasThreads = ({ hardware }: Host): boolean => hardware.cpu.threads > hardware.cpu.cores;

const isOn = (value: string): boolean => /^(true|1|yes|on)$/i.test(value);
