import { leaf } from '../../esxcli/leaf.ts';
import { bool, required, str } from '../../esxcli/option.ts';
import { type Columns, record, records } from '../../esxcli/printed.ts';
import { Failure } from '../../failure.ts';
import type { Nic } from '../../model/network.ts';
import { NIC_COUNTERS } from '../../model/nic-words.ts';
import { nicNamed } from './named.ts';

const nic = required(str('-n|--nic-name', 'The name of the NIC.'));

export const NIC_STATS_LEAVES = [
  leaf({
    path: 'network nic stats get',
    about: 'Tells what a NIC has counted.',
    options: { nic },
    read: (host, given) => nicNamed(host, given.nic),
    prints: record<Nic>(
      'NICStats',
      Object.fromEntries(
        NIC_COUNTERS.map((counter) => [counter, ({ counters }: Nic) => counters[counter] ?? 0]),
      ) as Columns<Nic>,
      ({ name }) => `NIC statistics for ${name}`,
    ),
  }),
  leaf({
    path: 'network nic vlan stats get',
    about: 'Tells what a NIC has counted in each VLAN of its virtual switch.',
    options: { nic },
    read(host, given) {
      const { name, vlanStats } = nicNamed(host, given.nic);
      if (!vlanStats) throw new Failure(`VLAN statistics are not enabled on ${name}`);
      const vSwitch = host.vSwitches.find(({ uplinks }) => uplinks.includes(name))?.name;
      const on = host.portGroups.filter((group) => group.vSwitch === vSwitch);
      return [...new Set(on.map(({ vlan }) => vlan))].sort((a, b) => a - b);
    },
    prints: records<number>('VlanStats', (vlan) => `VLAN ${vlan}`, {
      'Packets received': () => 0,
      'Packets sent': () => 0,
    }),
  }),
  leaf({
    path: 'network nic vlan stats set',
    about: 'Sets whether a NIC counts by VLAN.',
    options: { enabled: required(bool('-e|--enabled', 'Whether it does.')), nic },
    change(host, given) {
      nicNamed(host, given.nic).vlanStats = given.enabled;
    },
  }),
];
