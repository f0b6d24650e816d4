import type { Host } from '../../model/host.ts';
import { isoTime } from '../../vms/time.ts';
import type { World } from '../../world.ts';
import { list, none, object, ref, since, type Value } from '../value.ts';
import { mhzOf } from './runtime.ts';

const HOST = ref('vim.HostSystem', 'ha-host');

export function hostSummary(host: Host, world: World): Value {
  const management = host.vmks.find(({ tags }) => tags.includes('Management'));
  return object('vim.host.Summary', {
    host: HOST,
    hardware: hardwareSummary(host),
    runtime: hostRuntime(host, world),
    config: object('vim.host.Summary.ConfigSummary', {
      name: fullName(host),
      port: 443,
      sslThumbprint: undefined,
      product: aboutInfo(host),
      vmotionEnabled: host.vmks.some(({ tags }) => tags.includes('VMotion')),
      faultToleranceEnabled: false,
      featureVersion: { kind: 'absent' },
      agentVmDatastore: none('vim.Datastore'),
      agentVmNetwork: none('vim.Network'),
    }),
    quickStats: object('vim.host.Summary.QuickStats', {
      overallCpuUsage: 100 + 20 * host.vms.filter(({ power }) => power === 'on').length,
      overallMemoryUsage: 1500 + memoryInUse(host),
      distributedCpuFairness: undefined,
      distributedMemoryFairness: undefined,
      availablePMemCapacity: since('6.7', undefined),
      uptime: Math.max(0, Math.floor((world.now() - Date.parse(host.identity.booted)) / 1000)),
    }),
    overallStatus: 'green',
    rebootRequired: false,
    customValue: { kind: 'absent' },
    managementServerIp: undefined,
    maxEVCModeKey: since('4.1', undefined),
    currentEVCModeKey: since('4.1', undefined),
    gateway: since('5.0', none('vim.host.Summary.GatewaySummary')),
    tpmAttestation: since('6.7', none('vim.host.TpmAttestationInfo')),
    managementIp: since('9.0', management?.ipv4.address),
  });
}

/** MiB of VMs that run. */
const memoryInUse = ({ vms }: Host): number =>
  vms.reduce((sum, { power, memoryMB }) => sum + (power === 'on' ? memoryMB : 0), 0);

const fullName = ({ identity }: Host): string =>
  identity.domain === '' ? identity.hostName : `${identity.hostName}.${identity.domain}`;

function hardwareSummary({ identity, hardware, nics, adapters }: Host): Value {
  const { cpu, memory } = hardware;
  return object('vim.host.Summary.HardwareSummary', {
    vendor: identity.vendor,
    model: identity.model,
    uuid: identity.uuid,
    otherIdentifyingInfo: list('vim.host.SystemIdentificationInfo', [
      identifying('Service tag', 'Service tag of the system', 'ServiceTag', identity.serialNumber),
    ]),
    memorySize: memory.bytes,
    cpuModel: cpu.model,
    cpuMhz: mhzOf(hardware),
    numCpuPkgs: cpu.packages,
    numCpuCores: cpu.cores,
    numCpuThreads: cpu.threads,
    numNics: nics.length,
    numHBAs: adapters.length,
  });
}

const identifying = (label: string, summary: string, key: string, value: string): Value =>
  object('vim.host.SystemIdentificationInfo', {
    identifierValue: value,
    identifierType: object('vim.ElementDescription', { label, summary, key }),
  });

export function hostRuntime({ identity }: Host, world: World): Value {
  return object('vim.host.RuntimeInfo', {
    connectionState: 'connected',
    powerState: 'poweredOn',
    standbyMode: since('4.1', undefined),
    inMaintenanceMode: identity.maintenanceMode,
    inQuarantineMode: since('6.5', undefined),
    bootTime: identity.booted,
    healthSystemRuntime: none('vim.host.HealthStatusSystem.Runtime'),
    dasHostState: since('5.0', none('vim.cluster.DasFdmHostState')),
    tpmPcrValues: since('4.0', { kind: 'absent' }),
    vsanRuntimeInfo: since('5.5', none('vim.vsan.host.VsanRuntimeInfo')),
    networkRuntimeInfo: since('5.5', none('vim.host.RuntimeInfo.NetworkRuntimeInfo')),
    hostMaxVirtualDiskCapacity: since('5.5', 68_169_720_922_112),
    cryptoState: since('6.5', 'incapable'),
    stateEncryption: since('7.0', none('vim.host.RuntimeInfo.StateEncryptionInfo')),
    observedTime: since('9.0', isoTime(world.now())),
  });
}

export function aboutInfo({ identity }: Host): Value {
  const { product, version, build } = identity;
  const api = version.split('.').slice(0, 2).join('.');
  return object('vim.AboutInfo', {
    name: product,
    fullName: `${product} ${version} build-${build}`,
    vendor: 'VMware, Inc.',
    version,
    patchLevel: since('8.0', undefined),
    build: String(build),
    localeVersion: 'INTL',
    localeBuild: '000',
    osType: 'vmnix-x86',
    productLineId: 'embeddedEsx',
    apiType: 'HostAgent',
    apiVersion: `${api}.${identity.update}.0`,
    instanceUuid: undefined,
    licenseProductName: 'VMware ESX Server',
    licenseProductVersion: api,
  });
}

export function hostHardware(host: Host): Value {
  const { identity, hardware, pci } = host;
  const { cpu, memory } = hardware;
  return object('vim.host.HardwareInfo', {
    systemInfo: object('vim.host.SystemInfo', {
      vendor: identity.vendor,
      model: identity.model,
      uuid: identity.uuid,
      otherIdentifyingInfo: list('vim.host.SystemIdentificationInfo', [
        identifying('Service tag', 'Service tag of the system', 'ServiceTag', identity.serialNumber),
      ]),
      serialNumber: since('6.7', identity.serialNumber),
    }),
    cpuPowerManagementInfo: none('vim.host.CpuPowerManagementInfo'),
    cpuInfo: cpuInfo(host),
    cpuPkg: list(
      'vim.host.CpuPackage',
      Array.from({ length: cpu.packages }, (_, index) =>
        object('vim.host.CpuPackage', {
          index,
          vendor: cpu.brand === 'AuthenticAMD' ? 'amd' : 'intel',
          hz: cpu.coreHz,
          busHz: cpu.busHz,
          description: cpu.model,
          threadId: list(
            'short',
            Array.from(
              { length: cpu.threads / cpu.packages },
              (_one, i) => index * (cpu.threads / cpu.packages) + i,
            ),
          ),
        }),
      ),
    ),
    memorySize: memory.bytes,
    numaInfo: object('vim.host.NumaInfo', {
      type: memory.numaNodes > 1 ? 'NUMA' : 'UMA',
      numNodes: memory.numaNodes,
    }),
    smcPresent: false,
    pciDevice: list(
      'vim.host.PciDevice',
      pci.map((one) => {
        const [, bus = '0', slot = '0', unit = '0'] = /:(\w+):(\w+)\.(\w)$/.exec(one.address) ?? [];
        return object('vim.host.PciDevice', {
          id: one.address,
          classId: one.classId,
          bus: Number.parseInt(bus, 16),
          slot: Number.parseInt(slot, 16),
          function: Number.parseInt(unit, 16),
          vendorId: short(one.vendorId),
          subVendorId: short(one.subVendorId),
          vendorName: one.vendor,
          deviceId: short(one.deviceId),
          subDeviceId: short(one.subDeviceId),
          parentBridge: undefined,
          deviceName: one.device,
        });
      }),
    ),
    biosInfo: object('vim.host.BIOSInfo', {
      biosVersion: identity.biosVersion,
      releaseDate: undefined,
      vendor: since('6.5', identity.vendor),
    }),
  });
}

/** Of 16 bits, with a sign. */
const short = (value: number): number => (value << 16) >> 16;

export const cpuInfo = ({ hardware: { cpu } }: Host): Value =>
  object('vim.host.CpuInfo', {
    numCpuPackages: cpu.packages,
    numCpuCores: cpu.cores,
    numCpuThreads: cpu.threads,
    hz: cpu.coreHz,
  });

export const connectInfo = (host: Host): Value =>
  object('vim.host.ConnectInfo', {
    serverIp: undefined,
    inDasCluster: since('5.0', undefined),
    host: HOST,
    product: aboutInfo(host),
    vm: list(
      'vim.vm.Summary',
      host.vms.map(({ id }) => ref('vim.VirtualMachine', id)),
    ),
  });
