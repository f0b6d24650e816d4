import type { Host } from '../../model/host.ts';
import { newPortGroup, newVSwitch } from '../../model/network.ts';
import { command, type VimCommand } from '../command.ts';
import { alreadyExists, invalidArgument, notFound, VimFault } from '../fault.ts';
import {
  dnsInfo,
  networkConfig,
  pnicInfo,
  portGroupInfo,
  routeInfo,
  vnicInfo,
  vSwitchInfo,
} from '../objects/network.ts';
import { list, object, type Value } from '../value.ts';

/** Of what is named all, or the one that is meant. */
function listing<T extends { name: string }>(
  path: string,
  about: string,
  type: string,
  all: (host: Host) => readonly T[],
  show: (one: T, host: Host) => Value,
): VimCommand {
  return command(path, '[name]', about, ([name], { state }) => {
    const { host } = state;
    if (name === undefined)
      return {
        value: list(
          type,
          all(host).map((one) => show(one, host)),
        ),
      };
    const one = all(host).find((known) => known.name === name);
    if (!one) throw notFound();
    return { value: show(one, host) };
  });
}

export const HOST_NETWORK_COMMANDS: readonly VimCommand[] = [
  command('hostsvc/net/config', '', 'Displays the configuration of the network.', (_, { state }) => ({
    value: networkConfig(state.host),
  })),
  command('hostsvc/net/info', '', 'Displays the network.', (_, { state: { host } }) => ({
    value: object('vim.host.NetworkInfo', {
      vswitch: list(
        'vim.host.VirtualSwitch',
        host.vSwitches.map((one) => vSwitchInfo(one, host)),
      ),
      portgroup: list(
        'vim.host.PortGroup',
        host.portGroups.map((one) => portGroupInfo(one, host)),
      ),
      pnic: list('vim.host.PhysicalNic', host.nics.map(pnicInfo)),
      vnic: list('vim.host.VirtualNic', host.vmks.map(vnicInfo)),
      dnsConfig: dnsInfo(host),
      ipRouteConfig: routeInfo(host),
    }),
  })),
  command('hostsvc/net/dns_info', '', 'Displays how the host asks for names.', (_, { state }) => ({
    value: dnsInfo(state.host),
  })),
  command('hostsvc/net/route_info', '', 'Displays the gateways of the host.', (_, { state }) => ({
    value: routeInfo(state.host),
  })),
  listing(
    'hostsvc/net/vswitch_info',
    'Displays virtual switches.',
    'vim.host.VirtualSwitch',
    (host) => host.vSwitches,
    vSwitchInfo,
  ),
  listing(
    'hostsvc/net/portgroup_info',
    'Displays port groups.',
    'vim.host.PortGroup',
    (host) => host.portGroups,
    portGroupInfo,
  ),
  listing(
    'hostsvc/net/pnic_info',
    'Displays physical network adapters.',
    'vim.host.PhysicalNic',
    (host) => host.nics,
    pnicInfo,
  ),
  listing(
    'hostsvc/net/vnic_info',
    'Displays network interfaces of the host.',
    'vim.host.VirtualNic',
    (host) => host.vmks,
    vnicInfo,
  ),
  change('vswitch_add', 'vswitchName', 'Adds a virtual switch.', (host, [name = '']) => {
    if (name === '') throw invalidArgument('vswitchName');
    if (host.vSwitches.some((one) => one.name === name)) throw alreadyExists(name);
    host.vSwitches.push(newVSwitch({ name }));
  }),
  change('vswitch_remove', 'vswitchName', 'Removes a virtual switch.', (host, [name = '']) => {
    const on = host.portGroups.filter(({ vSwitch }) => vSwitch === name).map((one) => one.name);
    if (host.vmks.some(({ portGroup }) => on.includes(portGroup))) throw inUse(name);
    removeFrom(host.vSwitches, name);
    for (const one of on) removeFrom(host.portGroups, one);
    leaveNetworks(host, on);
  }),
  change(
    'portgroup_add',
    'vswitchName portgroupName',
    'Adds a port group.',
    (host, [vSwitch = '', name = '']) => {
      if (!host.vSwitches.some((one) => one.name === vSwitch)) throw notFound();
      if (name === '') throw invalidArgument('portgrp');
      if (host.portGroups.some((one) => one.name === name)) throw alreadyExists(name);
      host.portGroups.push(newPortGroup({ name, vSwitch }));
    },
  ),
  change(
    'portgroup_remove',
    'vswitchName portgroupName',
    'Removes a port group.',
    (host, [vSwitch = '', name = '']) => {
      if (!host.portGroups.some((one) => one.name === name && one.vSwitch === vSwitch)) throw notFound();
      if (host.vmks.some(({ portGroup }) => portGroup === name)) throw inUse(name);
      removeFrom(host.portGroups, name);
      leaveNetworks(host, [name]);
    },
  ),
  change('refresh', '', 'Reads again what is there.', () => undefined),
  command(
    'hostsvc/vmotion/vnic_set',
    'vnic',
    'Lets VMs be moved over an interface.',
    ([name = ''], { state }) => {
      state.change((host) => {
        const vmk = vmkOf(host, name);
        if (!vmk.tags.includes(VMOTION)) vmk.tags.push(VMOTION);
      });
      return undefined;
    },
  ),
  command('hostsvc/vmotion/vnic_unset', '[vnic]', 'Lets no VMs be moved over it.', ([name], { state }) => {
    state.change((host) => {
      for (const vmk of name === undefined ? host.vmks : [vmkOf(host, name)]) {
        vmk.tags = vmk.tags.filter((tag) => tag !== VMOTION);
      }
    });
    return undefined;
  }),
  command(
    'hostsvc/vmotion/netconfig_get',
    '',
    'Displays interfaces for moving VMs.',
    (_, { state: { host } }) => ({
      value: object('vim.host.VMotionSystem.NetConfig', {
        candidateVnic: list('vim.host.VirtualNic', host.vmks.map(vnicInfo)),
        selectedVnic: host.vmks.find(({ tags }) => tags.includes(VMOTION))?.name,
      }),
    }),
  ),
];

const VMOTION = 'VMotion';

function change(
  name: string,
  usage: string,
  about: string,
  run: (host: Host, args: readonly string[]) => void,
): VimCommand {
  return command(`hostsvc/net/${name}`, usage, about, (args, { state }) => {
    state.change((host) => run(host, args));
    return undefined;
  });
}

/** VMs whose network is gone have none. */
function leaveNetworks({ vms }: Host, names: readonly string[]): void {
  for (const nic of vms.flatMap(({ nics }) => nics)) if (names.includes(nic.portGroup)) nic.portGroup = '';
}

/** @throws VimFault */
function removeFrom(all: { name: string }[], name: string): void {
  const at = all.findIndex((one) => one.name === name);
  if (at < 0) throw notFound();
  all.splice(at, 1);
}

/** @throws VimFault */
function vmkOf({ vmks }: Host, name: string): Host['vmks'][number] {
  const vmk = vmks.find((one) => one.name === name);
  if (vmk) return vmk;
  throw notFound();
}

const inUse = (name: string): VimFault =>
  new VimFault('vim.fault.ResourceInUse', `The resource '${name}' is in use.`, {
    type: undefined,
    name,
  });
