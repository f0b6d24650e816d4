import type { z } from 'zod';
import { keepLinked } from './advanced.ts';
import { completed } from './completed.ts';
import * as defaults from './defaults.ts';
import { newDvfilter } from './dvfilter.ts';
import * as firewall from './firewall.ts';
import * as ip from './ip.ts';
import * as network from './network.ts';
import type { description as descriptionSchema } from './schema/description.ts';
import type { host as hostSchema } from './schema/host.ts';
import * as services from './services.ts';
import * as settings from './settings.ts';
import * as software from './software.ts';
import { storageOf } from './host-storage.ts';
import * as system from './system.ts';
import * as vms from './vms.ts';

/** A host, whole, as plain data. */
export type Host = z.output<typeof hostSchema>;

/** What is said of a host; all else is as on a believable one. */
export type Description = z.output<typeof descriptionSchema>;

/**
 * The host that a description means. What is left out follows from what is there: without `vSwitches`, the first NIC has
 * one. Pure, and without zod: a description of others is checked before, in check.ts.
 */
export function hostOf(given: Description = {}): Host {
  const identity = completed(defaults.defaultIdentity(), given.identity);
  const nics = given.nics?.map(network.newNic) ?? network.defaultNics(given.size?.nics ?? 2);
  const vSwitches = given.vSwitches?.map(network.newVSwitch) ?? network.defaultVSwitches(nics);
  const portGroups = given.portGroups?.map(network.newPortGroup) ?? network.defaultPortGroups(vSwitches);
  const vmks = given.vmks?.map(ip.newVmk) ?? ip.defaultVmks(portGroups, nics);
  const routes = given.routes?.map(ip.newRoute) ?? ip.defaultRoutes(vmks);
  const storage = storageOf(given, identity, nics[0]?.mac ?? '00:50:56:00:00:01');
  const { adapters, volumes } = storage;
  const drivers = [...nics, ...adapters].map(({ driver }) => driver);
  return keepLinked({
    identity,
    hardware: completed(defaults.defaultHardware(), given.hardware),
    pci: given.pci?.map(defaults.newPciDevice) ?? defaults.defaultPci(nics, adapters),
    advanced: overlaid(settings.defaultAdvanced(), given.advanced?.map(settings.newAdvancedSetting), 'path'),
    kernel: overlaid(settings.defaultKernel(), given.kernel?.map(settings.newKernelSetting), 'name'),
    modules: given.modules?.map(settings.newModule) ?? settings.defaultModules(drivers, nics),
    nics,
    vSwitches,
    portGroups,
    vmks,
    dvfilter: newDvfilter(given.dvfilter),
    dvSwitches: given.dvSwitches?.map(network.newDvSwitch) ?? [],
    routes,
    netstacks: given.netstacks?.map(ip.newNetstack) ?? ip.defaultNetstacks(),
    ipsec: completed<Host['ipsec']>({ associations: [], policies: [] }, given.ipsec),
    dns: completed({ servers: ['192.0.2.2'], search: [identity.domain] }, given.dns),
    neighbors: given.neighbors?.map(ip.newNeighbor) ?? ip.defaultNeighbors(routes),
    connections: given.connections?.map(ip.newConnection) ?? ip.defaultConnections(),
    firewall: {
      ...completed(firewall.defaultFirewall(), { ...given.firewall, rulesets: undefined }),
      ...(given.firewall?.rulesets && { rulesets: given.firewall.rulesets.map(firewall.newRuleset) }),
    },
    services: given.services?.map(services.newService) ?? services.defaultServices(),
    ntp: completed(services.defaultNtp(), given.ntp),
    snmp: completed(services.defaultSnmp(), given.snmp),
    ssh: { ...services.defaultSsh(), ...given.ssh },
    security: completed(defaults.defaultSecurity(), given.security),
    accounts: given.accounts?.map(services.newAccount) ?? services.defaultAccounts(),
    permissions: given.permissions?.map(services.newPermission) ?? services.defaultPermissions(),
    ...storage,
    vibs: given.vibs?.map(software.newVib) ?? software.defaultVibs(identity, drivers),
    imageProfile: completed(software.defaultImageProfile(identity), given.imageProfile),
    depots: given.depots?.map(software.newDepot) ?? [],
    vms: vmsOf(given, volumes, portGroups),
    resourcePools: vms.resourcePoolsOf(given.resourcePools?.map(vms.newResourcePool)),
    autostart: completed(vms.defaultAutostart(), given.autostart),
    syslog: completed(defaults.defaultSyslog(), given.syslog),
    system: completed<Host['system']>(system.defaultSystem(identity, volumes), given.system),
    tasks: given.tasks?.map(vms.newTask) ?? [],
  });
}

function vmsOf(given: Description, volumes: Host['volumes'], portGroups: Host['portGroups']): Host['vms'] {
  const { vms: listed = volumes.length === 0 ? [] : vms.defaultVms(given.size?.vms ?? 2) } = given;
  const volume = volumes.find(({ type }) => type.startsWith('VMFS-')) ?? volumes[0];
  const on = { volume: volume?.name ?? '', portGroup: portGroups[0]?.name ?? '' };
  return listed.map((vm, i) => vms.newVm(vm, { id: i + 1, ...on }));
}

/** Those that are given stand in place of those of the same name, and behind the others. */
function overlaid<K extends string, T extends Record<K, unknown>>(
  all: T[],
  given: T[] | undefined,
  key: K,
): T[] {
  const added = new Map((given ?? []).map((one) => [one[key], one]));
  const replaced = all.map((one) => {
    const other = added.get(one[key]);
    added.delete(one[key]);
    return other ?? one;
  });
  return [...replaced, ...added.values()];
}
