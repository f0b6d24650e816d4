import { readRows, readTable } from './read-text.ts';
import type { Published, Seed } from './seed.ts';

const rowsOf = ({ stdout }: Published): ReturnType<typeof readTable>['rows'] => readTable(stdout).rows;

export const NETWORK_IP_SEEDS: readonly Seed[] = [
  {
    command: 'esxcli network ip route ipv4 list',
    host(published) {
      const all = rowsOf(published);
      const routes = all.map((row) => ({
        network: row['Network'] ?? '',
        netmask: row['Netmask'] ?? '',
        gateway: row['Gateway'] ?? '',
        vmk: row['Interface'] ?? '',
        source: row['Source'] ?? '',
      }));
      const vmks = [...new Set(routes.map(({ vmk }) => vmk))].map((name) => ({ name }));
      return { vmks, routes, identity: { version: '8.0.2' } };
    },
  },
  {
    command: 'esxcli network firewall ruleset list',
    host: (published) => ({
      identity: { version: '6.7.0' },
      firewall: {
        rulesets: rowsOf(published).map((row) => ({
          name: row['Name'] ?? '',
          enabled: row['Enabled'] === 'true',
        })),
      },
    }),
  },
  {
    command: 'esxcli network firewall ruleset rule list',
    host(published) {
      const all = rowsOf(published);
      const names = [...new Set(all.map((row) => row['Ruleset'] ?? ''))];
      const rulesets = names.map((name) => ({
        name,
        rules: all
          .filter((row) => row['Ruleset'] === name)
          .map((row) => ({
            direction: row['Direction'] === 'Inbound' ? ('Inbound' as const) : ('Outbound' as const),
            protocol: row['Protocol'] ?? '',
            portType: row['Port Type'] === 'Src' ? ('Src' as const) : ('Dst' as const),
            begin: Number(row['Port Begin']),
            end: Number(row['Port End']),
          })),
      }));
      return { identity: { version: '6.7.0' }, firewall: { rulesets } };
    },
  },
  {
    command: 'esxcli network nic get',
    host({ stdout, command }) {
      const [fields = {}] = readRows(stdout);
      // Within the structure of the driver, whichever format it is in.
      const field = (name: string): string =>
        new RegExp(`${name}(?:: |">\\s*<string>)([^\\n<]*)`).exec(stdout)?.[1]?.trimEnd() ?? '';
      const is = (name: string): boolean => fields[name] === 'true';
      const listOf = (name: string): string[] => (fields[name] ? fields[name].split(', ') : []);
      const isNew = 'BackingDPUId' in fields;
      return {
        identity: { version: isNew ? '8.0.2' : '6.7.0' },
        nics: [
          {
            name: /-n (\S+)/.exec(command)?.[1] ?? '',
            pci: field('Bus ?Info').replace(/:(\w)$/, '.$1'),
            driver: field('Driver'),
            firmware: field('Firmware ?Version'),
            driverVersion: field('(?: {3}|")Version'),
            linkUp: is('LinkDetected'),
            advertisesAutoNegotiation: is('AdvertisedAutoNegotiation'),
            linkModes: listOf('AdvertisedLinkModes'),
            autoNegotiation: is('AutoNegotiation'),
            cableType: fields['CableType'] ?? '',
            messageLevel: Number(fields['CurrentMessageLevel']),
            pauseAutoNegotiation: is('PauseAutonegotiate'),
            pauseRx: is('PauseRX'),
            pauseTx: is('PauseTX'),
            ports: listOf('SupportedPorts'),
            supportsAutoNegotiation: is('SupportsAutoNegotiation'),
            supportsPause: is('SupportsPause'),
            supportsWakeOn: is('SupportsWakeon'),
            transceiver: fields['Transceiver'] ?? '',
            virtualMac: fields['VirtualAddress'],
            wakeOn: fields['Wakeon'] ?? '',
          },
        ],
      };
    },
  },
  {
    command: 'esxcli network nic tso get',
    host: (published) => ({
      identity: { version: readTable(published.stdout).version },
      nics: rowsOf(published).map((row) => ({ name: row['NIC'] ?? '', tso: row['Value'] === 'on' })),
    }),
  },
  {
    command: 'esxcli network nic software list',
    host: (published) => ({
      nics: rowsOf(published).map(({ NIC = '', ...features }) => ({
        name: NIC,
        features: Object.keys(features).filter((feature) => features[feature] === 'on') as never[],
      })),
    }),
  },
  {
    command: 'esxcli network sriovnic vf list',
    host: (published) => ({
      nics: [
        {
          name: 'vmnic2',
          vfs: rowsOf(published).map((row) => ({
            active: row['Active'] === 'true',
            pci: row['PCI Address'] ?? '',
            owner: Number(row['Owner World ID']?.replace('-', '0')),
          })),
        },
      ],
    }),
  },
  {
    command: 'esxcli network vswitch standard portgroup list',
    host(published) {
      const all = rowsOf(published);
      const vSwitches = [...new Set(all.map((row) => row['Virtual Switch'] ?? ''))].map((name) => ({ name }));
      const portGroups = all.map((row) => ({
        name: row['Name'] ?? '',
        vSwitch: row['Virtual Switch'] ?? '',
        vlan: Number(row['VLAN ID']),
      }));
      // One VM that runs with as many NICs on each as it has clients.
      const vms = [
        {
          name: 'vm',
          power: 'on' as const,
          nics: all.flatMap((row) =>
            Array.from({ length: Number(row['Active Clients']) }, () => ({ portGroup: row['Name'] })),
          ),
        },
      ];
      return { vSwitches, portGroups, vmks: [], vms };
    },
  },
  {
    command: 'esxcli network vswitch dvs vmware vxlan list',
    host: (published) => ({
      dvSwitches: rowsOf(published).map((row) => ({
        name: row['VDS Name'] ?? '',
        uuid: (row['VDS ID'] ?? '')
          .replace(/[ -]/g, '')
          .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'),
        vxlan: {
          mtu: Number(row['MTU']),
          segment: row['Segment ID'] ?? '',
          gatewayIp: row['Gateway IP'] ?? '',
          gatewayMac: row['Gateway MAC'] ?? '',
          networks: Number(row['Network Count']),
          vmknics: Number(row['Vmknic Count']),
        },
      })),
    }),
  },
];
