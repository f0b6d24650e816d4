import { advancedOf, POWER_POLICIES, setAdvanced } from '../../model/advanced.ts';
import { Failure } from '../../failure.ts';
import type { Host } from '../../model/host.ts';
import { setKernel } from '../../model/kernel.ts';
import { linkOf, type Nic } from '../../model/network.ts';
import { NIC_COUNTERS } from '../../model/nic-words.ts';
import type { AdvancedSetting } from '../../model/settings.ts';
import { structure, type VsishNode } from './node.ts';

const PAGE = 4096;

const nics = ({ nics: all }: Host): string[] => all.map(({ name }) => name);
const modules = ({ modules: all }: Host): string[] =>
  all.filter(({ loaded }) => loaded).map(({ name }) => name);
const nicOf = (host: Host, name: string | undefined): Nic =>
  there(host.nics.find((one) => one.name === name));

/** What of the kernel's tree the model knows. */
export const NODES: readonly VsishNode[] = [
  {
    path: '/memory/memInfo',
    get: ({ hardware: { memory } }) =>
      structure('Memory information', {
        'System memory usage (pages)': memory.systemPages,
        'Number of NUMA nodes': memory.numaNodes,
        'Number of memory nodes': memory.nodes,
        'Number of memory tiers': 1,
        'First valid MPN': 1,
        'Last valid MPN': Math.floor(memory.bytes / PAGE) - 1,
        // As on a host of 8.0.
        'Max valid MPN': 2 ** 38,
        'Max support RAM (in MB)': 33_585_088,
      }),
  },
  {
    path: '/memory/comprehensive',
    get: ({ hardware: { memory } }) =>
      structure('Comprehensive', {
        'Physical memory estimate': `${memory.bytes / 1024} KB`,
        'Given to VMKernel': `${memory.bytes / 1024} KB`,
        'Reliable memory': `${memory.reliable / 1024} KB`,
      }),
  },
  {
    path: '/power/hardwareSupport',
    get: () =>
      structure('Hardware power management support', {
        'CPU power management': 'ACPI P-states, ACPI C-states',
      }),
  },
  {
    path: '/power/currentPolicy',
    get: ({ system }) => system.powerPolicy,
    set({ system }, _, text) {
      const policy = POWER_POLICIES.find(({ id }) => id === Number(text));
      if (!policy) throw new Failure('VSISHCmdSet():Set failed: Bad parameter');
      system.powerPolicy = policy.id;
    },
  },
  {
    path: '/power/policy/*',
    names: () => POWER_POLICIES.map(({ id }) => String(id)),
    get(_, [id]) {
      const policy = there(POWER_POLICIES.find((one) => String(one.id) === id));
      return structure('Host power management policy', {
        ID: ` ${policy.id}`,
        'Short name': policy.short,
        'Long name': policy.long,
        Description: policy.about,
      });
    },
  },
  {
    path: '/hardware/bios/dmiInfo',
    get: ({ identity }) =>
      structure('System Information (type1)', {
        Manufacturer: identity.vendor,
        'Product Name': identity.model,
        'Serial Number': identity.serialNumber,
      }),
  },
  {
    path: '/hardware/bios/biosInfo',
    get: ({ identity }) =>
      structure('BIOS Information (type0)', {
        'BIOS Vendor': identity.vendor,
        'BIOS Version': identity.biosVersion,
      }),
  },
  {
    path: '/hardware/cpu/cpuInfo',
    get: ({ hardware: { cpu } }) =>
      structure('CPU info', {
        'Number of packages': cpu.packages,
        'Number of cores': cpu.cores,
        'Number of CPUs': cpu.threads,
      }),
  },
  { path: '/hardware/cpu/cpuModelName', get: ({ hardware }) => hardware.cpu.model },
  { path: '/system/hostName', get: ({ identity }) => identity.hostName },
  {
    path: '/system/version',
    get: ({ identity }) =>
      structure('VMware ESX version information', {
        productName: identity.product,
        productVersion: identity.version,
        buildVersion: `build-${identity.build}`,
      }),
  },
  {
    path: '/system/bootCmdLine',
    get: ({ kernel }) =>
      kernel
        .filter(({ configured, default: first }) => configured.toUpperCase() !== first.toUpperCase())
        .map(({ name, configured }) => `${name}=${configured}`)
        .join(' '),
  },
  {
    path: '/system/modules/*/general',
    names: modules,
    get(host, [name]) {
      const module = there(host.modules.find((one) => one.name === name));
      return structure('General information', {
        name: module.name,
        version: module.version,
        license: module.license,
        'use count': module.usedBy,
      });
    },
  },
  ...(['intOpts', 'strOpts'] as const).map((kind): VsishNode => {
    const type = kind === 'intOpts' ? 'number' : 'string';
    const optionsOf = (host: Host): AdvancedSetting[] =>
      advancedOf(host).filter(({ path, value }) => typeof value === type && path.split('/').length === 3);
    const optionAt = (host: Host, [branch, name]: readonly string[]): AdvancedSetting =>
      there(optionsOf(host).find(({ path }) => path === `/${branch}/${name}`));
    return {
      path: `/config/*/${kind}/*`,
      names(host, [branch]) {
        const parts = optionsOf(host).map(({ path }) => path.split('/').slice(1));
        return branch === undefined
          ? [...new Set(parts.map(([first = '']) => first))]
          : parts.filter(([first]) => first === branch).map(([, name = '']) => name);
      },
      get(host, names) {
        const { value, default: first, min, max, description } = optionAt(host, names);
        const range = kind === 'intOpts' ? { 'Min value': min, 'Max value': max } : {};
        return structure('Vmkernel Config Option', {
          'Default value': first,
          ...range,
          'Current value': value,
          'hidden config option': 0,
          Description: description,
        });
      },
      set(host, names, text) {
        const setting = optionAt(host, names);
        const value = type === 'number' ? Number(text) : text;
        if (Number.isNaN(value)) throw new Failure('VSISHCmdSet():Set failed: Bad parameter');
        setAdvanced(host, setting, value);
      },
    };
  }),
  {
    path: '/config/bootOpts/*',
    names: ({ kernel }) => kernel.map(({ name }) => name),
    get: ({ kernel }, [name]) => there(kernel.find((one) => one.name === name)).configured,
    set({ kernel }, [name], text) {
      setKernel(there(kernel.find((one) => one.name === name)), text);
    },
  },
  {
    path: '/net/pNics/*/properties',
    names: nics,
    get(host, [name]) {
      const nic = nicOf(host, name);
      const { speed, duplex, isUp } = linkOf(nic);
      return structure('properties', {
        'Driver Name': nic.driver,
        'Driver Version': nic.driverVersion,
        'Driver Firmware Version': nic.firmware,
        'System Device Name': nic.name,
        'Link State': isUp ? 'Up' : 'Down',
        'Link Speed': speed,
        'Link Duplex': duplex,
        MTU: nic.mtu,
        'MAC Address': nic.mac,
        'Virtual MAC Address': nic.virtualMac,
        'Bus Info': nic.pci,
      });
    },
  },
  {
    path: '/net/pNics/*/stats',
    names: nics,
    get(host, [name]) {
      const { counters } = nicOf(host, name);
      return structure(
        'device stats',
        Object.fromEntries(NIC_COUNTERS.map((one) => [one, counters[one] ?? 0])),
      );
    },
  },
  {
    path: '/net/pNics/*/rxqueues/info',
    names: nics,
    get(host, [name]) {
      const { queuesRx } = nicOf(host, name);
      return structure('rx queues info', { maxQueues: queuesRx, numActiveFilters: 0, numMovedFilters: 0 });
    },
  },
  {
    path: '/net/pNics/*/txqueues/info',
    names: nics,
    get(host, [name]) {
      const { queuesTx } = nicOf(host, name);
      return structure('tx queues info', { maxQueues: queuesTx });
    },
  },
];

function there<T>(found: T | undefined): T {
  if (found === undefined) throw new Failure('VSISHCmdGetInt():Get failed: Not found');
  return found;
}
