import type { Area } from '../area.ts';
import { ALIAS_LEAVES } from './alias.ts';
import { DIAG_LEAVES } from './diag.ts';
import { DNS_LEAVES } from './dns.ts';
import { DVS_LEAVES } from './dvs.ts';
import { FIREWALL_LEAVES } from './firewall.ts';
import { IP_ADDRESS_LEAVES } from './ip-address.ts';
import { IP_INTERFACE_LEAVES } from './ip-interface.ts';
import { IP_LEAVES } from './ip.ts';
import { IPSEC_LEAVES } from './ipsec.ts';
import { NETWORK_NAMESPACES } from './namespaces.ts';
import { NETSTACK_LEAVES } from './netstack.ts';
import { NIC_OFFLOAD_LEAVES } from './nic-offload.ts';
import { NIC_STATS_LEAVES } from './nic-stats.ts';
import { NIC_TUNING_LEAVES } from './nic-tuning.ts';
import { NIC_LEAVES } from './nic.ts';
import { PORT_GROUP_POLICY_LEAVES } from './portgroup-policy.ts';
import { PORT_GROUP_LEAVES } from './portgroup.ts';
import { ROUTE_LEAVES } from './route.ts';
import { SRIOV_LEAVES } from './sriov.ts';
import { VM_NETWORK_LEAVES } from './vm.ts';
import { VSWITCH_POLICY_LEAVES } from './vswitch-policy.ts';
import { VSWITCH_LEAVES } from './vswitch.ts';

export const NETWORK: Area = {
  namespaces: NETWORK_NAMESPACES,
  leaves: [
    ...ALIAS_LEAVES,
    ...DIAG_LEAVES,
    ...DNS_LEAVES,
    ...DVS_LEAVES,
    ...FIREWALL_LEAVES,
    ...IP_LEAVES,
    ...IP_ADDRESS_LEAVES,
    ...IP_INTERFACE_LEAVES,
    ...IPSEC_LEAVES,
    ...NETSTACK_LEAVES,
    ...NIC_LEAVES,
    ...NIC_OFFLOAD_LEAVES,
    ...NIC_STATS_LEAVES,
    ...NIC_TUNING_LEAVES,
    ...PORT_GROUP_LEAVES,
    ...PORT_GROUP_POLICY_LEAVES,
    ...ROUTE_LEAVES,
    ...SRIOV_LEAVES,
    ...VM_NETWORK_LEAVES,
    ...VSWITCH_LEAVES,
    ...VSWITCH_POLICY_LEAVES,
  ],
};
