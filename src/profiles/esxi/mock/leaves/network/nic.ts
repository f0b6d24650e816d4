import { leaf } from '../../esxcli/leaf.ts';
import { bool, flag, long, required, str } from '../../esxcli/option.ts';
import { nested, record, table } from '../../esxcli/printed.ts';
import { Failure } from '../../failure.ts';
import { linkOf, type Nic } from '../../model/network.ts';
import { checkedMac, nicNamed } from './named.ts';

const nic = required(str('-n|--nic-name', 'The name of the NIC.'));

export const NIC_LEAVES = [
  leaf({
    path: 'network nic list',
    about: 'Lists the physical NICs of the host.',
    read: ({ nics }) => nics,
    prints: table<Nic>('Nic', {
      Name: ({ name }) => name,
      'PCI Device': ({ pci }) => pci,
      Driver: ({ driver }) => driver,
      'Admin Status': { value: ({ adminUp }) => upDown(adminUp), since: '6.0' },
      'Link Status': { value: linkStatus, since: '6.0' },
      'DPU Id': { value: () => 'N/A', since: '8.0', hidden: true },
      Link: { value: linkStatus, before: '6.0' },
      'Link ': { value: linkStatus, since: '6.0', hidden: true },
      Speed: (one) => linkOf(one).speed,
      Duplex: (one) => linkOf(one).duplex,
      'MAC Address': ({ mac }) => mac,
      MTU: ({ mtu }) => mtu,
      Description: ({ description }) => description,
    }),
  }),
  leaf({
    path: 'network nic get',
    about: 'Tells all of a NIC: its driver, its link, what it supports.',
    options: { nic },
    read: (host, given) => nicNamed(host, given.nic),
    prints: record<Nic>('NICInfo', {
      'Advertised Auto Negotiation': (one) => one.advertisesAutoNegotiation,
      'Advertised Link Modes': ({ linkModes }) => linkModes,
      'Auto Negotiation': ({ autoNegotiation }) => autoNegotiation,
      'Backing DPUId': { value: () => 'N/A', since: '8.0' },
      'Cable Type': ({ cableType }) => cableType,
      'Current Message Level': ({ messageLevel }) => messageLevel,
      'Driver Info': ({ pci, driver, driverVersion, firmware }) =>
        nested('NICDriverInfo', {
          'Bus Info': pci.replace('.', ':'),
          Driver: driver,
          'Firmware Version': firmware,
          Version: driverVersion,
        }),
      'Link Detected': (one) => linkOf(one).isUp,
      // With a blank behind it, on hosts of 6.7 to 9.0.
      'Link Status': (one) => `${linkStatus(one)} `,
      Name: ({ name }) => name,
      PHYAddress: ({ phyAddress }) => phyAddress,
      'Pause Autonegotiate': ({ pauseAutoNegotiation }) => pauseAutoNegotiation,
      'Pause RX': ({ pauseRx }) => pauseRx,
      'Pause TX': ({ pauseTx }) => pauseTx,
      'Supported Ports': ({ ports }) => ports,
      'Supports Auto Negotiation': ({ supportsAutoNegotiation }) => supportsAutoNegotiation,
      'Supports Pause': ({ supportsPause }) => supportsPause,
      'Supports Wakeon': ({ supportsWakeOn }) => supportsWakeOn,
      Transceiver: ({ transceiver }) => transceiver,
      'Virtual Address': ({ virtualMac }) => virtualMac,
      Wakeon: ({ wakeOn }) => wakeOn.split(', '),
    }),
  }),
  leaf({
    path: 'network nic set',
    about: 'Sets how a NIC works.',
    options: {
      auto: flag('-a|--auto', 'It negotiates speed and duplex.'),
      duplex: str('-D|--duplex', 'full or half.'),
      messageLevel: long('-l|--message-level', 'What its driver logs.'),
      nic,
      phyAddress: long('-P|--phy-address', 'The address of its PHY.'),
      port: str('-p|--port', 'aui, bnc, fibre, mii or tp.'),
      speed: long('-S|--speed', 'In Mbit/s.'),
      transceiver: str('-t|--transceiver-type', 'Of its transceiver.'),
      virtualMac: str('-V|--virtual-address', 'Its virtual MAC address.'),
      wakeOn: str('-w|--wake-on-lan', 'What wakes the host.'),
    },
    change(host, { nic: name, auto, duplex, speed, ...given }) {
      const one = nicNamed(host, name);
      if (auto && (duplex !== undefined || speed !== undefined))
        throw new Failure('Auto-negotiation cannot be set with a speed or a duplex');
      if (auto) one.autoNegotiation = true;
      if (speed !== undefined || duplex !== undefined)
        setSpeed(one, speed ?? one.speed, duplex ?? one.duplex);
      if (given.messageLevel !== undefined) one.messageLevel = given.messageLevel;
      if (given.phyAddress !== undefined) one.phyAddress = given.phyAddress;
      if (given.port !== undefined) one.ports = [given.port.toUpperCase()];
      if (given.transceiver !== undefined) one.transceiver = given.transceiver;
      if (given.virtualMac !== undefined) one.virtualMac = checkedMac(given.virtualMac);
      if (given.wakeOn !== undefined) one.wakeOn = given.wakeOn;
    },
  }),
  leaf({
    path: 'network nic up',
    about: 'Starts a NIC.',
    options: { nic },
    change(host, given) {
      nicNamed(host, given.nic).adminUp = true;
    },
  }),
  leaf({
    path: 'network nic down',
    about: 'Shuts a NIC down.',
    options: { nic },
    change(host, given) {
      nicNamed(host, given.nic).adminUp = false;
    },
  }),
  leaf({
    path: 'network nic negotiate restart',
    about: 'Has a NIC negotiate again.',
    options: { nic },
    change(host, given) {
      if (!nicNamed(host, given.nic).autoNegotiation) throw new Failure('Operation not supported');
    },
  }),
  leaf({
    path: 'network nic pauseParams list',
    about: 'Tells which NICs pause senders.',
    options: { nic: str('-n|--nic-name', 'Only this NIC.') },
    read: ({ nics }, given) => nics.filter(({ name }) => given.nic === undefined || name === given.nic),
    prints: table<Nic>('PauseParams', {
      NIC: ({ name }) => name,
      'Pause Params Supported': ({ supportsPause }) => supportsPause,
      'Pause RX': ({ pauseRx }) => pauseRx,
      'Pause TX': ({ pauseTx }) => pauseTx,
      'Auto Negotiation': ({ pauseAutoNegotiation }) => pauseAutoNegotiation,
      'Auto Negotiation Resolution Avail': () => false,
      'RX Auto Negotiation Resolution': () => false,
      'TX Auto Negotiation Resolution': () => false,
    }),
  }),
  leaf({
    path: 'network nic pauseParams set',
    about: 'Sets whether a NIC pauses senders.',
    options: {
      auto: bool('-a|--auto', 'Whether it is negotiated.'),
      nic,
      rx: bool('-r|--rx', 'Whether it heeds pauses.'),
      tx: bool('-t|--tx', 'Whether it asks for pauses.'),
    },
    change(host, { nic: name, auto, rx, tx }) {
      const one = nicNamed(host, name);
      if (!one.supportsPause) throw new Failure('Operation not supported');
      if (auto !== undefined) one.pauseAutoNegotiation = auto;
      if (rx !== undefined) one.pauseRx = rx;
      if (tx !== undefined) one.pauseTx = tx;
    },
  }),
];

/** Without negotiation. @throws Failure where the NIC has no such mode */
export function setSpeed(nicToSet: Nic, speed: number, duplex: string): void {
  const word = (['Full', 'Half'] as const).find((one) => one.toLowerCase() === duplex.toLowerCase());
  if (!word) throw new Failure(`Invalid duplex: ${duplex}`);
  const isThere = nicToSet.linkModes.some(
    (mode) => Number.parseInt(mode) === speed && mode.endsWith(`/${word}`),
  );
  if (!isThere) throw new Failure(`Speed ${speed} and duplex ${word} are not supported by ${nicToSet.name}`);
  nicToSet.speed = speed;
  nicToSet.duplex = word;
  nicToSet.autoNegotiation = false;
}

function linkStatus(one: Nic): string {
  return upDown(linkOf(one).isUp);
}

const upDown = (isUp: boolean): string => (isUp ? 'Up' : 'Down');
