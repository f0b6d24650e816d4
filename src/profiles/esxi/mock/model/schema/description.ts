import { z } from 'zod';
import { advancedSetting, kernelSetting, module } from './settings.ts';
import { account, permission } from './accounts.ts';
import { dvfilterGiven } from './dvfilter.ts';
import { firewall, ruleset } from './firewall.ts';
import { hardware, pciDevice } from './hardware.ts';
import { identity } from './identity.ts';
import { syslog } from './logging.ts';
import { connection, dns, dvSwitch, ipsec, neighbor, netstack, route, vmk } from './network.ts';
import { nic } from './nics.ts';
import { security } from './security.ts';
import { ntp, service, snmp, sshConfig } from './services.ts';
import { depot, imageProfile, vib } from './software.ts';
import { multipathing } from './multipathing.ts';
import { iscsi, nvme, vsan } from './san.ts';
import { adapter, device, nfs, storagePath, unresolvedVolume, volume } from './storage.ts';
import { system } from './system.ts';
import { autostart, disk, resourcePool, snapshot, task, vm, vmNic } from './vms.ts';
import { portGroup, vSwitch } from './vswitches.ts';

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

const nicGiven = nic.partial().extend({
  name: nic.shape.name,
  coalesce: nic.shape.coalesce.partial().optional(),
});

const vSwitchGiven = vSwitch.partial().extend({
  name: vSwitch.shape.name,
  beacon: vSwitch.shape.beacon.partial().optional(),
  security: vSwitch.shape.security.partial().optional(),
  shaping: vSwitch.shape.shaping.partial().optional(),
  teaming: vSwitch.shape.teaming.partial().optional(),
});

const vmkGiven = vmk.partial().extend({
  name: vmk.shape.name,
  ipv4: vmk.shape.ipv4.partial().optional(),
  ipv6Settings: vmk.shape.ipv6Settings.partial().optional(),
});

const deviceGiven = device.partial().extend({
  name: device.shape.name,
  roundRobin: device.shape.roundRobin.partial().optional(),
  io: device.shape.io.partial().optional(),
});

const volumeGiven = volume.partial().extend({ reclaim: volume.shape.reclaim.partial().optional() });

const { chap, mutualChap, name: iscsiName } = iscsi.shape.adapters.element.shape;

const iscsiGiven = iscsi.partial().extend({
  adapters: z
    .array(
      iscsi.shape.adapters.element.partial().extend({
        name: iscsiName,
        chap: chap.partial().optional(),
        mutualChap: mutualChap.partial().optional(),
      }),
    )
    .optional(),
});

const firewallGiven = firewall
  .partial()
  .extend({ rulesets: z.array(ruleset.partial().required({ name: true })).optional() });

const vmGiven = vm.partial().extend({
  name: vm.shape.name,
  disks: z.array(disk.partial().required({ path: true })).optional(),
  nics: z.array(vmNic.partial()).optional(),
  snapshots: z.array(snapshot.partial().required({ id: true })).optional(),
});

const vibGiven = vib.partial().required({ name: true, version: true });

const depotGiven = depot.partial().extend({ at: depot.shape.at, vibs: z.array(vibGiven).optional() });

const { coredump, swap, wbem } = system.shape;

const systemGiven = system.partial().extend({
  coredump: coredump.partial().extend({ network: coredump.shape.network.partial().optional() }).optional(),
  graphics: system.shape.graphics.partial().optional(),
  swap: swap.partial().optional(),
  wbem: wbem.partial().optional(),
});

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
    dvfilter: dvfilterGiven.optional(),
    nics: z.array(nicGiven).optional(),
    vSwitches: z.array(vSwitchGiven).optional(),
    portGroups: z.array(portGroup.partial().required({ name: true, vSwitch: true })).optional(),
    vmks: z.array(vmkGiven).optional(),
    routes: z.array(route.partial().required({ network: true, vmk: true })).optional(),
    dvSwitches: z.array(dvSwitch.partial().required({ name: true })).optional(),
    netstacks: z.array(netstack.partial().required({ key: true })).optional(),
    ipsec: ipsec.partial().optional(),
    dns: dns.partial().optional(),
    neighbors: z.array(neighbor.partial().required({ address: true })).optional(),
    connections: z.array(connection.partial().required({ local: true })).optional(),
    firewall: firewallGiven.optional(),
    services: z.array(service.partial().required({ name: true })).optional(),
    ntp: ntp.partial().optional(),
    snmp: snmp.partial().optional(),
    ssh: sshConfig.describe('Keys of sshd and their values, beside those that every host has.').optional(),
    security: security.partial().optional(),
    accounts: z.array(account.partial().required({ id: true })).optional(),
    permissions: z.array(permission.partial().required({ principal: true })).optional(),
    adapters: z.array(adapter.partial().required({ name: true })).optional(),
    devices: z.array(deviceGiven).optional(),
    paths: z.array(storagePath.partial().required({ name: true, device: true })).optional(),
    volumes: z.array(volumeGiven).optional(),
    unresolvedVolumes: z.array(unresolvedVolume.partial().required({ uuid: true })).optional(),
    nfs: z.array(nfs.partial().required({ name: true, hosts: true, share: true })).optional(),
    multipathing: multipathing.partial().optional(),
    iscsi: iscsiGiven.optional(),
    nvme: nvme.partial().optional(),
    vsan: vsan.partial().optional(),
    vibs: z.array(vibGiven).optional(),
    imageProfile: imageProfile.partial().optional(),
    depots: z.array(depotGiven).describe('What is to be installed, and where it is.').optional(),
    vms: z.array(vmGiven).optional(),
    resourcePools: z.array(resourcePool.partial().required({ id: true })).optional(),
    autostart: autostart.partial().optional(),
    syslog: syslog.partial().optional(),
    system: systemGiven.optional(),
    tasks: z.array(task.partial().required({ id: true })).optional(),
  })
  .meta({ title: 'a host' });
