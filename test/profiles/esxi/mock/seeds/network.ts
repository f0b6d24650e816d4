import { listOf, readRecords, readTable } from './read-text.ts';
import type { Seed } from './seed.ts';

export const NETWORK_SEEDS: readonly Seed[] = [
  {
    command: 'esxcli network nic list',
    host({ stdout }) {
      const { rows, titles, version } = readTable(stdout);
      const nics = rows.map((row) => ({
        name: row['Name'] ?? '',
        pci: row['PCI Device'] ?? '',
        driver: row['Driver'] ?? '',
        adminUp: row['Admin Status'] !== 'Down',
        linkUp: (row['Link Status'] ?? row['Link']) === 'Up',
        speed: Number(row['Speed']),
        duplex: row['Duplex'] === 'Half' ? ('Half' as const) : ('Full' as const),
        mac: row['MAC Address'] ?? '',
        mtu: Number(row['MTU']),
        description: row['Description'] ?? '',
      }));
      return { identity: { version: titles.includes('Link') ? '5.5.0' : version }, nics };
    },
  },
  {
    command: 'esxcli network vswitch standard list',
    host({ stdout }) {
      const all = readRecords(stdout).map(({ heading, fields }) => ({ name: heading ?? '', fields }));
      const nics = all.flatMap(({ fields }) => listOf(fields['Uplinks'])).map((name) => ({ name }));
      const portGroups = all.flatMap(({ name, fields }) =>
        listOf(fields['Portgroups']).map((group) => ({ name: group, vSwitch: name })),
      );
      const vSwitches = all.map(({ name, fields }) => ({
        name,
        // All that are used, less its own and those of its uplinks: nothing else is on it.
        otherPorts: Number(fields['Used Ports']) - 1 - 2 * listOf(fields['Uplinks']).length,
        numPorts: Number(fields['Num Ports']),
        configuredPorts: Number(fields['Configured Ports']),
        mtu: Number(fields['MTU']),
        uplinks: listOf(fields['Uplinks']),
      }));
      return { nics, vSwitches, portGroups, vmks: [], vms: [] };
    },
  },
];
