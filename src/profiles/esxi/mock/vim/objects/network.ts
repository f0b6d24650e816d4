import type { Host } from '../../model/host.ts';
import { link, list, listIfAny, none, object, since, strings, type Value } from '../value.ts';

type VSwitch = Host['vSwitches'][number];
type PortGroup = Host['portGroups'][number];
type Vmk = Host['vmks'][number];

const PORT_GROUP = 'vim.host.PortGroup';
const VSWITCH = 'vim.host.VirtualSwitch';
const PNIC = 'vim.host.PhysicalNic';

export function vSwitchInfo(one: VSwitch, { portGroups }: Host): Value {
  const bridge = object('vim.host.VirtualSwitch.BondBridge', {
    nicDevice: strings(one.uplinks),
    beacon: object('vim.host.VirtualSwitch.BeaconConfig', { interval: one.beacon.interval }),
    linkDiscoveryProtocolConfig: object('vim.host.LinkDiscoveryProtocolConfig', {
      protocol: 'cdp',
      operation: one.cdp === 'down' ? 'none' : one.cdp,
    }),
  });
  return object(VSWITCH, {
    name: one.name,
    key: `key-${VSWITCH}-${one.name}`,
    numPorts: one.numPorts,
    numPortsAvailable: Math.max(0, one.numPorts - one.uplinks.length - 8),
    mtu: one.mtu,
    portgroup: listIfAny(
      PORT_GROUP,
      portGroups.filter(({ vSwitch }) => vSwitch === one.name).map(({ name }) => link(PORT_GROUP, name)),
    ),
    pnic: listIfAny(
      PNIC,
      one.uplinks.map((name) => link(PNIC, name)),
    ),
    spec: object('vim.host.VirtualSwitch.Specification', {
      numPorts: one.configuredPorts,
      bridge: one.uplinks.length === 0 ? none('vim.host.VirtualSwitch.Bridge') : bridge,
      policy: policy(one),
      mtu: one.mtu,
    }),
  });
}

const LOAD_BALANCING: Readonly<Record<string, string>> = {
  portid: 'loadbalance_srcid',
  iphash: 'loadbalance_ip',
  mac: 'loadbalance_srcmac',
  explicit: 'failover_explicit',
};

function policy({ security, shaping, teaming }: Pick<VSwitch, 'security' | 'shaping' | 'teaming'>): Value {
  return object('vim.host.NetworkPolicy', {
    security: object('vim.host.NetworkPolicy.SecurityPolicy', {
      allowPromiscuous: security.promiscuous,
      macChanges: security.macChange,
      forgedTransmits: security.forgedTransmits,
    }),
    nicTeaming: object('vim.host.NetworkPolicy.NicTeamingPolicy', {
      policy: LOAD_BALANCING[teaming.loadBalancing] ?? teaming.loadBalancing,
      reversePolicy: true,
      notifySwitches: teaming.notifySwitches,
      rollingOrder: !teaming.failback,
      failureCriteria: object('vim.host.NetworkPolicy.NicFailureCriteria', {
        checkSpeed: 'minimum',
        speed: 10,
        checkDuplex: false,
        fullDuplex: false,
        checkErrorPercent: false,
        percentage: 0,
        checkBeacon: teaming.failureDetection === 'beacon',
      }),
      nicOrder: object('vim.host.NetworkPolicy.NicOrderPolicy', {
        activeNic: listIfAny('string', teaming.active),
        standbyNic: listIfAny('string', teaming.standby),
      }),
    }),
    offloadPolicy: object('vim.host.NetOffloadCapabilities', {
      csumOffload: true,
      tcpSegmentation: true,
      zeroCopyXmit: true,
    }),
    shapingPolicy: object('vim.host.NetworkPolicy.TrafficShapingPolicy', {
      enabled: shaping.enabled,
      averageBandwidth: shaping.enabled ? shaping.average * 1000 : undefined,
      peakBandwidth: shaping.enabled ? shaping.peak * 1000 : undefined,
      burstSize: shaping.enabled ? shaping.burst * 1024 : undefined,
    }),
  });
}

/** What the port group says, or else its switch. */
export function portGroupInfo(one: PortGroup, { vSwitches, vms }: Host): Value {
  const on = vSwitches.find(({ name }) => name === one.vSwitch);
  const ports = vms
    .filter(({ power }) => power === 'on')
    .flatMap(({ nics }) => nics.filter(({ portGroup }) => portGroup === one.name));
  return object(PORT_GROUP, {
    key: `key-${PORT_GROUP}-${one.name}`,
    port: listIfAny(
      'vim.host.PortGroup.Port',
      ports.map(({ mac }, i) =>
        object('vim.host.PortGroup.Port', {
          key: `key-vim.host.PortGroup.Port-${67_108_864 + i}`,
          mac: strings([mac]),
          type: 'virtualMachine',
        }),
      ),
    ),
    vswitch: link(VSWITCH, one.vSwitch),
    computedPolicy: on
      ? policy({
          security: { ...on.security, ...one.security },
          shaping: { ...on.shaping, ...one.shaping },
          teaming: { ...on.teaming, ...one.teaming },
        })
      : none('vim.host.NetworkPolicy'),
    spec: object('vim.host.PortGroup.Specification', {
      name: one.name,
      vlanId: one.vlan,
      vswitchName: one.vSwitch,
      policy: object('vim.host.NetworkPolicy', {}),
    }),
  });
}

export const pnicInfo = (one: Host['nics'][number]): Value =>
  object(PNIC, {
    key: `key-${PNIC}-${one.name}`,
    device: one.name,
    pci: one.pci,
    driver: one.driver,
    linkSpeed: one.linkUp
      ? object('vim.host.PhysicalNic.LinkSpeedDuplex', { speedMb: one.speed, duplex: one.duplex === 'Full' })
      : none('vim.host.PhysicalNic.LinkSpeedDuplex'),
    mac: one.mac,
  });

export const vnicInfo = (one: Vmk): Value =>
  object('vim.host.VirtualNic', {
    device: one.name,
    key: `key-vim.host.VirtualNic-${one.name}`,
    portgroup: one.portGroup,
    spec: object('vim.host.VirtualNic.Specification', {
      ip: object('vim.host.IpConfig', {
        dhcp: one.ipv4.type === 'DHCP',
        ipAddress: one.ipv4.address,
        subnetMask: one.ipv4.netmask,
        ipV6Config: none('vim.host.IpConfig.IpV6AddressConfiguration'),
      }),
      mac: one.mac,
      distributedVirtualPort: none('vim.dvs.PortConnection'),
      portgroup: one.portGroup,
      mtu: one.mtu,
      tsoEnabled: true,
      netStackInstanceKey: since('5.5', one.netstack),
    }),
    port: link('vim.host.PortGroup.Port', one.name),
  });

export const dnsInfo = ({ dns, identity }: Host): Value =>
  object('vim.host.DnsConfig', {
    dhcp: false,
    virtualNicDevice: undefined,
    hostName: identity.hostName,
    domainName: identity.domain,
    address: listIfAny('string', dns.servers),
    searchDomain: listIfAny('string', dns.search),
  });

export function routeInfo({ routes }: Host): Value {
  const of = (family: string): string | undefined =>
    routes.find((one) => one.family === family && /^(default|::|0\.0\.0\.0)$/.test(one.network))?.gateway;
  return object('vim.host.IpRouteConfig', {
    defaultGateway: of('ipv4'),
    gatewayDevice: undefined,
    ipV6DefaultGateway: of('ipv6'),
    ipV6GatewayDevice: undefined,
  });
}

export const networkConfig = (host: Host): Value =>
  object('vim.host.NetworkConfig', {
    vswitch: list(
      'vim.host.VirtualSwitch',
      host.vSwitches.map((one) => vSwitchInfo(one, host)),
    ),
    portgroup: list(
      PORT_GROUP,
      host.portGroups.map((one) => portGroupInfo(one, host)),
    ),
    pnic: list(PNIC, host.nics.map(pnicInfo)),
    vnic: list('vim.host.VirtualNic', host.vmks.map(vnicInfo)),
    dnsConfig: dnsInfo(host),
    ipRouteConfig: routeInfo(host),
  });
