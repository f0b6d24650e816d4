import { z } from 'zod';
import { account, permission } from './accounts.ts';
import { dvfilter } from './dvfilter.ts';
import { firewall } from './firewall.ts';
import { hardware, pciDevice } from './hardware.ts';
import { identity } from './identity.ts';
import { syslog } from './logging.ts';
import * as network from './network.ts';
import { nic } from './nics.ts';
import { security } from './security.ts';
import { ntp, service, snmp, sshConfig } from './services.ts';
import { advancedSetting, kernelSetting, module } from './settings.ts';
import { depot, imageProfile, vib } from './software.ts';
import { multipathing } from './multipathing.ts';
import { iscsi, nvme, vsan } from './san.ts';
import { adapter, device, nfs, storagePath, unresolvedVolume, volume } from './storage.ts';
import { autostart, resourcePool, task, vm } from './vms.ts';
import { system } from './system.ts';
import { portGroup, vSwitch } from './vswitches.ts';

/** A host, whole: nothing of it is left open. */
export const host = z.strictObject({
  identity,
  hardware,
  pci: z.array(pciDevice),
  advanced: z.array(advancedSetting),
  kernel: z.array(kernelSetting),
  modules: z.array(module),
  dvfilter,
  nics: z.array(nic),
  vSwitches: z.array(vSwitch),
  portGroups: z.array(portGroup),
  vmks: z.array(network.vmk),
  dvSwitches: z.array(network.dvSwitch),
  routes: z.array(network.route),
  netstacks: z.array(network.netstack),
  ipsec: network.ipsec,
  dns: network.dns,
  neighbors: z.array(network.neighbor),
  connections: z.array(network.connection),
  firewall,
  services: z.array(service),
  ntp,
  snmp,
  ssh: sshConfig,
  security,
  accounts: z.array(account),
  permissions: z.array(permission),
  adapters: z.array(adapter),
  devices: z.array(device),
  paths: z.array(storagePath),
  volumes: z.array(volume),
  unresolvedVolumes: z.array(unresolvedVolume),
  nfs: z.array(nfs),
  multipathing,
  iscsi,
  nvme,
  vsan,
  vibs: z.array(vib),
  imageProfile,
  depots: z.array(depot),
  vms: z.array(vm),
  resourcePools: z.array(resourcePool),
  autostart,
  syslog,
  system,
  tasks: z.array(task),
});
