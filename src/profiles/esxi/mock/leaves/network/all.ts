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
  namespaces: {
    deviceInternal: 'Devices, as the kernel has them.',
    'deviceInternal alias': 'Names that the kernel gave devices.',
    network: 'What concerns the network of the host: NICs, virtual switches, interfaces, firewall.',
    'network diag': 'Whether others can be reached.',
    'network firewall': 'The firewall of the host, and its rule sets.',
    'network firewall ruleset': 'Rule sets of the firewall.',
    'network firewall ruleset allowedip': 'Whom a rule set is for.',
    'network firewall ruleset rule': 'The rules of a rule set.',
    'network ip': 'IP: interfaces, addresses, routes, DNS.',
    'network ip connection': 'Connections of TCP and UDP.',
    'network ip dns': 'DNS: servers, and domains that names are looked for in.',
    'network ip interface': 'Interfaces of the kernel.',
    'network ip interface ipv4': 'IPv4 addresses of interfaces.',
    'network ip interface ipv6': 'IPv6 addresses of interfaces.',
    'network ip interface tag': 'What interfaces are for.',
    'network ip ipsec': 'IPsec: security associations and policies.',
    'network ip neighbor': 'Whom the host knows on its networks.',
    'network ip netstack': 'TCP/IP stacks.',
    'network ip route': 'Routes.',
    'network nic': 'Physical NICs: their list, their state and their settings.',
    'network port': 'Ports of virtual switches.',
    'network sriovnic': 'NICs that have virtual functions.',
    'network vm': 'Ports of VMs.',
    'network vswitch': 'Virtual switches.',
    'network vswitch dvs vmware': 'Distributed switches.',
    'network vswitch standard': 'Standard virtual switches.',
    'network vswitch standard policy': 'Policies of a virtual switch.',
    'network vswitch standard portgroup': 'Port groups of a virtual switch.',
    'network vswitch standard portgroup policy': 'Policies of a port group.',
    'network vswitch standard uplink': 'NICs of a virtual switch.',
  },
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
