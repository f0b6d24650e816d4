import { leaf } from '../../esxcli/leaf.ts';
import { bool, required, str } from '../../esxcli/option.ts';
import { record } from '../../esxcli/printed.ts';
import type { VSwitch } from '../../model/network.ts';
import { vSwitchNamed } from './named.ts';
import * as policies from './policies.ts';

const name = required(str('-v|--vswitch-name', 'The name of the virtual switch.'));
const PATH = 'network vswitch standard policy';

export const VSWITCH_POLICY_LEAVES = [
  leaf({
    path: `${PATH} security get`,
    about: 'Tells the security policy of a virtual switch.',
    options: { name },
    read: (host, given) => vSwitchNamed(host, given.name),
    prints: record<VSwitch>(
      'VirtualSwitchSecurityPolicy',
      policies.securityColumns(({ security }: VSwitch) => security),
    ),
  }),
  leaf({
    path: `${PATH} security set`,
    about: 'Sets the security policy of a virtual switch.',
    options: {
      ...policies.SECURITY,
      promiscuous: bool('-p|--allow-promiscuous', 'Whether a guest may see frames of others.'),
      name,
    },
    change(host, { name: of, ...given }) {
      policies.give(vSwitchNamed(host, of).security, given);
    },
  }),
  leaf({
    path: `${PATH} shaping get`,
    about: 'Tells how the bandwidth of a virtual switch is limited.',
    options: { name },
    read: (host, given) => vSwitchNamed(host, given.name),
    prints: record<VSwitch>(
      'VirtualSwitchShapingPolicy',
      policies.shapingColumns(({ shaping }: VSwitch) => shaping),
    ),
  }),
  leaf({
    path: `${PATH} shaping set`,
    about: 'Limits the bandwidth of a virtual switch.',
    options: { ...policies.SHAPING, name },
    change(host, { name: of, ...given }) {
      policies.give(vSwitchNamed(host, of).shaping, given);
    },
  }),
  leaf({
    path: `${PATH} failover get`,
    about: 'Tells how a virtual switch uses its NICs.',
    options: { name },
    read: (host, given) => vSwitchNamed(host, given.name),
    prints: record<VSwitch>(
      'VirtualSwitchFailoverPolicy',
      policies.failoverColumns(({ teaming, uplinks }: VSwitch) => ({ ...teaming, uplinks })),
    ),
  }),
  leaf({
    path: `${PATH} failover set`,
    about: 'Sets how a virtual switch uses its NICs.',
    options: { ...policies.FAILOVER, name },
    change(host, { name: of, ...given }) {
      const { teaming, uplinks } = vSwitchNamed(host, of);
      policies.checkFailover(given, uplinks);
      policies.giveFailover(teaming, given);
    },
  }),
];
