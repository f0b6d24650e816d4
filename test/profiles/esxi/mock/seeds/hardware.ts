import { readRecords, readTable } from './read-text.ts';
import type { Seed } from './seed.ts';

const NOTHING: { fields: Readonly<Record<string, string>> } = { fields: {} };

export const HARDWARE_SEEDS: readonly Seed[] = [
  {
    command: 'esxcli hardware cpu list',
    host({ stdout }) {
      const all = readRecords(stdout).map(({ fields }) => fields);
      const [fields = {}] = all;
      const number = (title: string): number => Number(fields[title] ?? 0);
      const cache = (name: string) => ({
        size: number(`${name} Cache Size`),
        associativity: number(`${name} Cache Associativity`),
        line: number(`${name} Cache Line Size`),
        cpus: number(`${name} Cache CPU Count`),
      });
      const packages = new Set(all.map((one) => one['Package Id'])).size;
      const version = fields['Extended Servicing']
        ? '9.0.0'
        : fields['Microcode Revision']
          ? '8.0.2'
          : '6.7.0';
      return {
        identity: { version },
        hardware: {
          memory: { numaNodes: new Set(all.map((one) => one['Node'])).size },
          cpu: {
            packages,
            cores: all.length,
            threads: all.length,
            family: number('Family'),
            modelNumber: number('Model'),
            stepping: number('Stepping'),
            brand: fields['Brand'] ?? '',
            coreHz: number('Core Speed'),
            busHz: number('Bus Speed'),
            microcode: number('Microcode Revision'),
            l2: cache('L2'),
            l3: cache('L3'),
          },
        },
      };
    },
  },
  {
    command: 'esxcli hardware memory get',
    host({ stdout }) {
      const [{ fields } = NOTHING] = readRecords(stdout);
      const number = (title: string): number => Number.parseInt(fields[title] ?? '', 10);
      return {
        hardware: {
          memory: {
            bytes: number('Physical Memory'),
            reliable: number('Reliable Memory'),
            numaNodes: number('NUMA Node Count'),
          },
        },
      };
    },
  },
  {
    command: 'esxcli hardware platform get',
    host({ stdout }) {
      const [{ fields } = NOTHING] = readRecords(stdout);
      const hex = (fields['UUID'] ?? '').split(' ').map((byte) => byte.slice(2).padStart(2, '0'));
      const uuid = [hex.slice(0, 4), hex.slice(4, 6), hex.slice(6, 8), hex.slice(8, 10), hex.slice(10)];
      return {
        identity: {
          version: stdout.includes('BIOS Asset Tag') ? '8.0.2' : '6.7.0',
          uuid: uuid.map((part) => part.join('')).join('-'),
          model: fields['Product Name'] ?? '',
          vendor: fields['Vendor Name'] ?? '',
          serialNumber: fields['Serial Number'] ?? '',
        },
        hardware: {
          ipmi: fields['IPMI Supported'] === 'true',
          enclosureSerialNumber: fields['Enclosure Serial Number'] ?? '',
          assetTag: fields['BIOS Asset Tag'] ?? '',
        },
      };
    },
  },
  {
    command: 'esxcli hardware pci pcipassthru list',
    host: ({ stdout }) => ({
      pci: readTable(stdout).rows.map((row) => ({
        address: row['Device ID'] ?? '',
        passthrough: row['Enabled'] === 'true',
      })),
    }),
  },
  {
    command: 'esxcli hardware clock get',
    host: ({ stdout }) => ({ system: { clockOffset: Date.parse(stdout.trim()) - 1_767_323_045_000 } }),
  },
];
