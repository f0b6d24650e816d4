import type { Host } from './host.ts';
import { completed, type Given } from './completed.ts';
import { macOf, uuidOf } from './derived.ts';

export type Nic = Host['nics'][number];
export type VSwitch = Host['vSwitches'][number];
export type PortGroup = Host['portGroups'][number];
export type DvSwitch = Host['dvSwitches'][number];

export function newNic(given: Given<Nic> & { name: string }): Nic {
  const nth = Number(/\d+$/.exec(given.name)?.[0] ?? 0);
  const { linkUp = true, speed = linkUp ? 10_000 : 0 } = given;
  const mac = given.mac ?? macOf(`nic ${given.name}`);
  const blank: Nic = {
    name: given.name,
    pci: `0000:${(2 + (nth >> 2)).toString(16).padStart(2, '0')}:00.${nth & 3}`,
    driver: 'ixgben',
    driverVersion: '1.14.1.0',
    firmware: '0x80000d71, 19.5.12',
    adminUp: true,
    linkUp,
    speed,
    duplex: linkUp ? 'Full' : 'Half',
    mac,
    virtualMac: macOf(`virtual ${mac}`),
    mtu: 1500,
    description: 'Intel(R) Ethernet Controller X550',
    autoNegotiation: true,
    advertisesAutoNegotiation: true,
    supportsAutoNegotiation: true,
    linkModes: ['Auto', '100BaseT/Full', '1000BaseT/Full', '10000BaseT/Full'],
    cableType: 'Twisted Pair',
    transceiver: '',
    ports: ['TP'],
    phyAddress: 0,
    messageLevel: 0,
    supportsPause: true,
    pauseAutoNegotiation: false,
    pauseRx: true,
    pauseTx: true,
    supportsWakeOn: true,
    wakeOn: 'MagicPacket(tm)',
    tso: true,
    cso: true,
    ringRx: 512,
    ringTx: 1024,
    ringRxMax: 4096,
    ringTxMax: 4096,
    queuesRx: 8,
    queuesTx: 8,
    coalesce: {
      rxUsecs: 50,
      rxFrames: 0,
      txUsecs: 50,
      txFrames: 0,
      adaptiveRx: false,
      adaptiveTx: false,
      interval: 0,
    },
    sg: true,
    features: [],
    vlanStats: false,
    counters: {},
    vfs: [],
  };
  return completed(blank, given);
}

/** A NIC that is shut down has no link, whatever is plugged in. */
export const linkOf = ({ adminUp, linkUp, speed, duplex }: Nic) =>
  adminUp ? { isUp: linkUp, speed, duplex } : { isUp: false, speed: 0, duplex: 'Half' };

export function newVSwitch(given: Given<VSwitch> & { name: string }): VSwitch {
  const uplinks = given.uplinks ?? [];
  const blank: VSwitch = {
    name: given.name,
    numPorts: 2560,
    configuredPorts: 128,
    otherPorts: 0,
    mtu: 1500,
    cdp: 'listen',
    uplinks,
    beacon: { enabled: false, interval: 1, threshold: 3, requiredBy: [] },
    security: { promiscuous: false, macChange: false, forgedTransmits: false },
    shaping: { enabled: false, average: 0, peak: 0, burst: 0 },
    teaming: {
      loadBalancing: 'portid',
      failureDetection: 'link',
      notifySwitches: true,
      failback: true,
      active: [...uplinks],
      standby: [],
    },
  };
  return completed(blank, given);
}

export const newPortGroup = (given: Given<PortGroup> & { name: string; vSwitch: string }): PortGroup =>
  completed(
    { name: given.name, vSwitch: given.vSwitch, vlan: 0, security: {}, shaping: {}, teaming: {} },
    given as Given<PortGroup>,
  );

export const newDvSwitch = (given: Given<DvSwitch> & { name: string }): DvSwitch =>
  completed<DvSwitch>(
    {
      name: given.name,
      uuid: uuidOf(`switch ${given.name}`),
      numPorts: 2560,
      configuredPorts: 512,
      mtu: 1500,
      cdp: 'listen',
      uplinks: [],
      ports: [],
      vxlan: null,
    },
    given,
  );

export const defaultNics = (count: number): Nic[] =>
  Array.from({ length: count }, (_, i) => newNic({ name: `vmnic${i}` }));

export const defaultVSwitches = (nics: readonly Nic[]): VSwitch[] => [
  newVSwitch({ name: 'vSwitch0', uplinks: nics.slice(0, 1).map(({ name }) => name) }),
];

/** On the first vSwitch there is; without one there is none. */
export const defaultPortGroups = ([first]: readonly VSwitch[]): PortGroup[] =>
  first
    ? ['VM Network', 'Management Network'].map((name) => newPortGroup({ name, vSwitch: first.name }))
    : [];
