import { leaf } from '../../esxcli/leaf.ts';
import { bool, long, required, str } from '../../esxcli/option.ts';
import { record, table } from '../../esxcli/printed.ts';
import { Failure } from '../../failure.ts';
import type { Nic } from '../../model/network.ts';
import { nicNamed, nicsNamed } from './named.ts';

const nic = required(str('-n|--nic-name', 'The name of the NIC.'));
const anyNic = str('-n|--nic-name', 'Only this NIC.');

export const NIC_TUNING_LEAVES = [
  leaf({
    path: 'network nic ring current get',
    about: 'Tells how long the rings of a NIC are.',
    options: { nic },
    read: (host, given) => nicNamed(host, given.nic),
    prints: record<Nic>('RingParams', {
      RX: ({ ringRx }) => ringRx,
      'RX Mini': () => 0,
      'RX Jumbo': () => 0,
      TX: ({ ringTx }) => ringTx,
    }),
  }),
  leaf({
    path: 'network nic ring current set',
    about: 'Sets how long the rings of a NIC are.',
    options: {
      nic,
      rx: long('-r|--rx', 'Of the receiving one.'),
      rxJumbo: long('-j|--rx-jumbo', 'Of the receiving one for jumbo frames.'),
      rxMini: long('-i|--rx-mini', 'Of the receiving one for mini frames.'),
      tx: long('-t|--tx', 'Of the sending one.'),
    },
    change(host, { nic: name, rx, tx }) {
      const one = nicNamed(host, name);
      if (tooLong(rx, one.ringRxMax) || tooLong(tx, one.ringTxMax))
        throw new Failure('Invalid ring parameters');
      one.ringRx = rx ?? one.ringRx;
      one.ringTx = tx ?? one.ringTx;
    },
  }),
  leaf({
    path: 'network nic ring preset get',
    about: 'Tells how long the rings of a NIC may be.',
    options: { nic },
    read: (host, given) => nicNamed(host, given.nic),
    prints: record<Nic>('RingParams', {
      RX: ({ ringRxMax }) => ringRxMax,
      'RX Mini': () => 0,
      'RX Jumbo': () => 0,
      TX: ({ ringTxMax }) => ringTxMax,
    }),
  }),
  leaf({
    path: 'network nic queue count get',
    about: 'Tells how many queues NICs have.',
    options: { nic: anyNic },
    read: (host, given) => nicsNamed(host, given.nic),
    prints: table<Nic>('QueueCount', {
      NIC: ({ name }) => name,
      'Tx netqueue count': ({ queuesTx }) => queuesTx,
      'Rx netqueue count': ({ queuesRx }) => queuesRx,
    }),
  }),
  leaf({
    path: 'network nic queue count set',
    about: 'Sets how many queues a NIC has.',
    options: {
      nic,
      rx: long('-r|--rx', 'Queues that receive.'),
      tx: long('-t|--tx', 'Queues that send.'),
    },
    change(host, { nic: name, rx, tx }) {
      const one = nicNamed(host, name);
      one.queuesRx = rx ?? one.queuesRx;
      one.queuesTx = tx ?? one.queuesTx;
    },
  }),
  leaf({
    path: 'network nic coalesce get',
    about: 'Tells how NICs hold interrupts back.',
    options: { nic: anyNic },
    read: (host, given) => nicsNamed(host, given.nic),
    prints: table<Nic>('CoalesceParams', {
      NIC: ({ name }) => name,
      'RX microseconds': ({ coalesce }) => String(coalesce.rxUsecs),
      'RX maximum frames': ({ coalesce }) => String(coalesce.rxFrames),
      'TX microseconds': ({ coalesce }) => String(coalesce.txUsecs),
      'TX Maximum frames': ({ coalesce }) => String(coalesce.txFrames),
      'Adaptive RX': ({ coalesce }) => coalesce.adaptiveRx,
      'Adaptive TX': ({ coalesce }) => coalesce.adaptiveTx,
      'Sample interval seconds': ({ coalesce }) => String(coalesce.interval),
    }),
  }),
  leaf({
    path: 'network nic coalesce set',
    about: 'Sets how a NIC holds interrupts back.',
    options: {
      adaptiveRx: bool('-a|--adaptive-rx', 'Whether receiving adapts.'),
      adaptiveTx: bool('-A|--adaptive-tx', 'Whether sending adapts.'),
      nic,
      rxFrames: long('-R|--rx-max-frames', 'Frames before an interrupt.'),
      rxUsecs: long('-r|--rx-usecs', 'Microseconds before an interrupt.'),
      interval: long('-i|--sample-interval', 'In seconds.'),
      txFrames: long('-T|--tx-max-frames', 'Frames before an interrupt.'),
      txUsecs: long('-t|--tx-usecs', 'Microseconds before an interrupt.'),
    },
    change(host, { nic: name, ...given }) {
      const { coalesce } = nicNamed(host, name);
      coalesce.adaptiveRx = given.adaptiveRx ?? coalesce.adaptiveRx;
      coalesce.adaptiveTx = given.adaptiveTx ?? coalesce.adaptiveTx;
      coalesce.rxFrames = given.rxFrames ?? coalesce.rxFrames;
      coalesce.rxUsecs = given.rxUsecs ?? coalesce.rxUsecs;
      coalesce.txFrames = given.txFrames ?? coalesce.txFrames;
      coalesce.txUsecs = given.txUsecs ?? coalesce.txUsecs;
      coalesce.interval = given.interval ?? coalesce.interval;
    },
  }),
];

const tooLong = (length: number | undefined, most: number): boolean =>
  length !== undefined && (length < 1 || length > most);
