import { leaf } from '../../esxcli/leaf.ts';
import { required, str } from '../../esxcli/option.ts';
import { records, table } from '../../esxcli/printed.ts';
import { Failure } from '../../failure.ts';
import type { Host } from '../../model/host.ts';
import type { Vmk } from '../../model/ip.ts';
import type { IscsiAdapter } from '../../model/san.ts';
import { adapter, iscsiAdapterNamed, iscsiAdaptersOf, maybeAdapter } from './adapter.ts';

export const NETWORK_PORTAL_LEAVES = [
  leaf({
    path: 'iscsi networkportal list',
    about: 'Lists the interfaces that are bound to adapters.',
    options: { adapter: maybeAdapter },
    read: (host, given) =>
      iscsiAdaptersOf(host, given.adapter).flatMap((one) =>
        one.portals.flatMap((name) =>
          host.vmks.filter((vmk) => vmk.name === name).map((vmk) => ({ one, vmk })),
        ),
      ),
    prints: records<{ one: IscsiAdapter; vmk: Vmk }>('IscsiNetworkPortal', ({ one }) => one.name, {
      Adapter: ({ one }) => one.name,
      Vmknic: ({ vmk }) => vmk.name,
      'MAC Address': ({ vmk }) => vmk.mac,
      'MAC Address Valid': () => true,
      IPv4: ({ vmk }) => vmk.ipv4.address,
      'IPv4 Subnet Mask': ({ vmk }) => vmk.ipv4.netmask,
      IPv6: () => '',
      MTU: ({ vmk }) => vmk.mtu,
      'Vlan Supported': () => true,
      'Compliant Status': () => 'compliant',
      'NonCompliant Message': () => '',
      'NonCompliant Remedy': () => '',
      PortGroup: ({ vmk }) => vmk.portGroup,
      'Path Status': () => 'active',
    }),
  }),
  leaf({
    path: 'iscsi networkportal add',
    about: 'Binds an interface to an adapter.',
    options: { adapter, nic: required(str('-n|--nic', 'The interface: vmk1.')) },
    change(host, given) {
      const { portals } = iscsiAdapterNamed(host, given.adapter);
      if (!host.vmks.some(({ name }) => name === given.nic))
        throw new Failure(`Unable to find vmknic ${given.nic}`);
      if (portals.includes(given.nic)) throw new Failure(`${given.nic} is already bound to ${given.adapter}`);
      portals.push(given.nic);
    },
  }),
  leaf({
    path: 'iscsi networkportal remove',
    about: 'Binds an interface to an adapter no more.',
    options: { adapter, nic: required(str('-n|--nic', 'The interface: vmk1.')) },
    change(host, given) {
      const one = iscsiAdapterNamed(host, given.adapter);
      if (!one.portals.includes(given.nic))
        throw new Failure(`${given.nic} is not bound to ${given.adapter}`);
      one.portals = one.portals.filter((name) => name !== given.nic);
    },
  }),
  leaf({
    path: 'iscsi logicalnetworkportal list',
    about: 'Lists the interfaces that may be bound to adapters.',
    options: { adapter: maybeAdapter },
    read: (host, given) =>
      iscsiAdaptersOf(host, given.adapter).flatMap((one) => host.vmks.map((vmk) => ({ one, vmk }))),
    prints: table<{ one: IscsiAdapter; vmk: Vmk }>('IscsiLogicalNetworkPortal', {
      Adapter: ({ one }) => one.name,
      Vmknic: ({ vmk }) => vmk.name,
      'MAC Address': ({ vmk }) => vmk.mac,
      'MAC Address Valid': { value: () => true, of: 'boolean' },
      Compliant: { value: () => true, of: 'boolean' },
    }),
  }),
  leaf({
    path: 'iscsi physicalnetworkportal list',
    about: 'Lists the NICs that adapters may use.',
    options: { adapter: maybeAdapter },
    read: (host, given) =>
      iscsiAdaptersOf(host, given.adapter).flatMap((one) => host.nics.map((nic) => ({ one, nic }))),
    prints: table<{ one: IscsiAdapter; nic: Host['nics'][number] }>('IscsiPhysicalNetworkPortal', {
      Adapter: ({ one }) => one.name,
      Vmnic: ({ nic }) => nic.name,
      'MAC Address': ({ nic }) => nic.mac,
      'MAC Address Valid': { value: () => true, of: 'boolean' },
      'Current Speed': { value: ({ nic }) => nic.speed, of: 'integer' },
      'Max Speed': { value: ({ nic }) => nic.speed, of: 'integer' },
      'Max Frame Size': { value: ({ nic }) => nic.mtu, of: 'integer' },
    }),
  }),
];
