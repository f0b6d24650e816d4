import { leaf } from '../../esxcli/leaf.ts';
import { flag, long, required, str } from '../../esxcli/option.ts';
import { nested, record } from '../../esxcli/printed.ts';
import { Failure } from '../../failure.ts';
import { addressOf, answersPing } from '../../model/reach.ts';
import { netstackNamed, vmkNamed } from './named.ts';

/** What was sent, and how long each answer took, in µs. */
interface Pinged {
  host: string;
  sent: number;
  bytes: number;
  ttl: number;
  times: readonly number[];
}

export const DIAG_LEAVES = [
  leaf({
    path: 'network diag ping',
    about: 'Asks a host whether it is there.',
    options: {
      count: long('-c|--count', 'How often. Default 3.'),
      debug: flag('-D|--debug', 'More is told.'),
      df: flag('-d|--df', 'Packets are not split.'),
      host: required(str('-H|--host', 'Its address.')),
      vmk: str('-I|--interface', 'The interface that asks.'),
      interval: str('-i|--interval', 'In seconds.'),
      ipv4: flag('-4|--ipv4', 'By ICMP.'),
      ipv6: flag('-6|--ipv6', 'By ICMPv6.'),
      netstack: str('--netstack', 'The TCP/IP stack that asks.'),
      nexthop: str('-N|--nexthop', 'The gateway that is asked by.'),
      size: long('-s|--size', 'Bytes that are sent. Default 56.'),
      ttl: long('-t|--ttl', 'How far packets may go.'),
      wait: str('-W|--wait', 'For an answer, in seconds.'),
    },
    read(host, { host: to, count = 3, size = 56, ttl = 64, vmk, netstack }, world): Pinged {
      if (vmk !== undefined) vmkNamed(host, vmk);
      if (netstack !== undefined) netstackNamed(host, netstack);
      const address = addressOf(host, to);
      if (address === undefined) throw new Failure(`Unable to resolve host: ${to}`);
      const times = answersPing(host, address, vmk)
        ? Array.from({ length: count }, () => 150 + Math.floor(world.random() * 200))
        : [];
      return { host: address, sent: count, bytes: size + 8, ttl, times };
    },
    prints: record<Pinged>('Ping', {
      Trace: ({ host, bytes, ttl, times }) =>
        times.map((time, i) =>
          nested('Trace', {
            'Received Bytes': bytes,
            Host: host,
            'ICMP Seq': i,
            TTL: ttl,
            'Round-trip Time': `${time} us`,
            Dup: false,
            Detail: '',
          }),
        ),
      Summary: ({ host, sent, times }) =>
        nested('Summary', {
          'Host Addr': host,
          Transmitted: sent,
          // As the host spells it.
          Recieved: times.length,
          Duplicated: 0,
          'Packet Lost': sent === 0 ? 0 : Math.round((100 * (sent - times.length)) / sent),
          'Round-trip Min': `${times.length === 0 ? 0 : Math.min(...times)} us`,
          'Round-trip Avg': `${averageOf(times)} us`,
          'Round-trip Max': `${Math.max(0, ...times)} us`,
        }),
    }),
  }),
];

const averageOf = (times: readonly number[]): number =>
  times.length === 0 ? 0 : Math.floor(times.reduce((sum, time) => sum + time, 0) / times.length);
