import { z } from 'zod';
import { advancedSetting, kernelSetting, module } from './settings.ts';
import { account, permission } from './accounts.ts';
import { firewall, ruleset } from './firewall.ts';
import { hardware, pciDevice } from './hardware.ts';
import { identity } from './identity.ts';
import { syslog } from './logging.ts';
import * as network from './network.ts';
import { security } from './security.ts';
import { ntp, service, snmp, sshConfig } from './services.ts';
import { imageProfile, vib } from './software.ts';
import { adapter, device, nfs, storagePath, volume } from './storage.ts';
import { resourcePool, task, vm } from './vms.ts';

const size = z
  .strictObject({
    nics: z.int().min(0).max(64).describe('Default 2.').optional(),
    vms: z.int().min(0).max(10_000).describe('Default 2.').optional(),
  })
  .describe('How many are made, where they are not listed.');

const { shape: cpuAndMemory } = hardware;

const hardwareGiven = hardware.partial().extend({
  cpu: cpuAndMemory.cpu.partial().optional(),
  memory: cpuAndMemory.memory.partial().optional(),
});

const nicGiven = network.nic.partial().extend({
  name: network.nic.shape.name,
  coalesce: network.nic.shape.coalesce.partial().optional(),
});

const vSwitchGiven = network.vSwitch.partial().extend({
  name: network.vSwitch.shape.name,
  beacon: network.vSwitch.shape.beacon.partial().optional(),
  security: network.security.partial().optional(),
  shaping: network.shaping.partial().optional(),
  teaming: network.teaming.partial().optional(),
});

const vmkGiven = network.vmk.partial().extend({
  name: network.vmk.shape.name,
  ipv4: network.vmk.shape.ipv4.partial().optional(),
  ipv6Settings: network.vmk.shape.ipv6Settings.partial().optional(),
});

const firewallGiven = firewall
  .partial()
  .extend({ rulesets: z.array(ruleset.partial().required({ name: true })).optional() });

/**
 * A host as it is described: what is left out is as on a believable host, and of a list that is not there all of it.
 */
export const description = z
  .strictObject({
    size: size.optional(),
    identity: identity.partial().optional(),
    hardware: hardwareGiven.optional(),
    pci: z.array(pciDevice.partial().required({ address: true })).optional(),
    advanced: z
      .array(advancedSetting.partial().required({ path: true }))
      .describe('Beside those that every host has, or in their place.')
      .optional(),
    kernel: z
      .array(kernelSetting.partial().required({ name: true }))
      .describe('Beside those that every host has, or in their place.')
      .optional(),
    modules: z.array(module.partial().required({ name: true })).optional(),
    nics: z.array(nicGiven).optional(),
    vSwitches: z.array(vSwitchGiven).optional(),
    portGroups: z.array(network.portGroup.partial().required({ name: true, vSwitch: true })).optional(),
    vmks: z.array(vmkGiven).optional(),
    routes: z.array(network.route.partial().required({ network: true, vmk: true })).optional(),
    dvSwitches: z.array(network.dvSwitch.partial().required({ name: true })).optional(),
    netstacks: z.array(network.netstack.partial().required({ key: true })).optional(),
    ipsec: network.ipsec.partial().optional(),
    dns: network.dns.partial().optional(),
    neighbors: z.array(network.neighbor.partial().required({ address: true })).optional(),
    connections: z.array(network.connection.partial().required({ local: true })).optional(),
    firewall: firewallGiven.optional(),
    services: z.array(service.partial().required({ name: true })).optional(),
    ntp: ntp.partial().optional(),
    snmp: snmp.partial().optional(),
    ssh: sshConfig.describe('Keys of sshd and their values, beside those that every host has.').optional(),
    security: security.partial().optional(),
    accounts: z.array(account.partial().required({ id: true })).optional(),
    permissions: z.array(permission.partial().required({ principal: true })).optional(),
    adapters: z.array(adapter.partial().required({ name: true })).optional(),
    devices: z.array(device.partial().required({ name: true })).optional(),
    paths: z.array(storagePath.partial().required({ name: true, device: true })).optional(),
    volumes: z.array(volume.partial()).optional(),
    nfs: z.array(nfs.partial().required({ name: true, hosts: true, share: true })).optional(),
    vibs: z.array(vib.partial().required({ name: true, version: true })).optional(),
    imageProfile: imageProfile.partial().optional(),
    vms: z.array(vm.partial().required({ name: true })).optional(),
    resourcePools: z.array(resourcePool.partial().required({ id: true })).optional(),
    syslog: syslog.partial().optional(),
    tasks: z.array(task.partial().required({ id: true })).optional(),
  })
  .meta({ title: 'a host' });
