import { leaf } from '../../esxcli/leaf.ts';
import { flag, required, str } from '../../esxcli/option.ts';
import { record } from '../../esxcli/printed.ts';
import { completed } from '../../model/completed.ts';
import type { Host } from '../../model/host.ts';
import type { PortGroup, VSwitch } from '../../model/network.ts';
import { portGroupNamed, vSwitchNamed } from './named.ts';
import * as policies from './policies.ts';

const group = required(str('-p|--portgroup-name', 'The name of the port group.'));
const useVSwitch = flag('-u|--use-vswitch', 'All that is not given here is again as on the virtual switch.');
const PATH = 'network vswitch standard portgroup policy';

/** A port group and the switch it is on. */
interface Placed {
  portGroup: PortGroup;
  vSwitch: VSwitch;
}

function placed(host: Host, name: string): Placed {
  const portGroup = portGroupNamed(host, name);
  return { portGroup, vSwitch: vSwitchNamed(host, portGroup.vSwitch) };
}

export const PORT_GROUP_POLICY_LEAVES = [
  leaf({
    path: `${PATH} security get`,
    about: 'Tells the security policy of a port group.',
    options: { group },
    read: (host, given) => placed(host, given.group),
    prints: record<Placed>('PortGroupSecurityPolicy', {
      ...policies.securityColumns(({ portGroup, vSwitch }: Placed) =>
        completed(vSwitch.security, portGroup.security),
      ),
      'Override Vswitch Allow Promiscuous': ({ portGroup }) => portGroup.security.promiscuous !== undefined,
      'Override Vswitch Allow MAC Address Change': ({ portGroup }) =>
        portGroup.security.macChange !== undefined,
      'Override Vswitch Allow Forged Transmits': ({ portGroup }) =>
        portGroup.security.forgedTransmits !== undefined,
    }),
  }),
  leaf({
    path: `${PATH} security set`,
    about: 'Sets the security policy of a port group.',
    options: { ...policies.SECURITY, group, useVSwitch },
    change(host, { group: of, useVSwitch: again, ...given }) {
      const portGroup = portGroupNamed(host, of);
      if (again) portGroup.security = {};
      policies.give(portGroup.security, given);
    },
  }),
  leaf({
    path: `${PATH} shaping get`,
    about: 'Tells how the bandwidth of a port group is limited.',
    options: { group },
    read: (host, given) => placed(host, given.group),
    prints: record<Placed>('PortGroupShapingPolicy', {
      ...policies.shapingColumns(({ portGroup, vSwitch }: Placed) =>
        completed(vSwitch.shaping, portGroup.shaping),
      ),
      'Override Vswitch Shaping': ({ portGroup }) => Object.keys(portGroup.shaping).length > 0,
    }),
  }),
  leaf({
    path: `${PATH} shaping set`,
    about: 'Limits the bandwidth of a port group.',
    options: { ...policies.SHAPING, group, useVSwitch },
    change(host, { group: of, useVSwitch: again, ...given }) {
      const portGroup = portGroupNamed(host, of);
      if (again) portGroup.shaping = {};
      policies.give(portGroup.shaping, given);
    },
  }),
  leaf({
    path: `${PATH} failover get`,
    about: 'Tells how a port group uses the NICs of its switch.',
    options: { group },
    read: (host, given) => placed(host, given.group),
    prints: record<Placed>('PortGroupFailoverPolicy', {
      ...policies.failoverColumns(({ portGroup, vSwitch }: Placed) => ({
        ...completed(vSwitch.teaming, portGroup.teaming),
        uplinks: vSwitch.uplinks,
      })),
      'Override Vswitch Load Balancing': ({ portGroup }) => portGroup.teaming.loadBalancing !== undefined,
      'Override Vswitch Network Failure Detection': ({ portGroup }) =>
        portGroup.teaming.failureDetection !== undefined,
      'Override Vswitch Notify Switches': ({ portGroup }) => portGroup.teaming.notifySwitches !== undefined,
      'Override Vswitch Failback': ({ portGroup }) => portGroup.teaming.failback !== undefined,
      'Override Vswitch Uplinks': ({ portGroup }) =>
        portGroup.teaming.active !== undefined || portGroup.teaming.standby !== undefined,
    }),
  }),
  leaf({
    path: `${PATH} failover set`,
    about: 'Sets how a port group uses the NICs of its switch.',
    options: { ...policies.FAILOVER, group, useVSwitch },
    change(host, { group: of, useVSwitch: again, ...given }) {
      const { portGroup, vSwitch } = placed(host, of);
      if (again) portGroup.teaming = {};
      policies.checkFailover(given, vSwitch.uplinks);
      policies.giveFailover(portGroup.teaming, given);
    },
  }),
];
