import { Failure } from '../failure.ts';
import { vmkNamed } from '../leaves/network/named.ts';
import { addressOf, answersPing } from '../model/reach.ts';
import type { Said } from '../said.ts';
import type { World } from '../world.ts';
import { readToolArgs } from './options.ts';
import type { Called, Tool } from './tool.ts';

/** All that it sends and what comes back, at once: nobody waits. */
const ping = (name: string): Tool => ({
  name,
  about: 'Asks another host whether it is there.',
  run: (called, world) => run(name, called, world),
});

export const PING = ping('ping');
/** The same, by an interface of the kernel. */
export const VMKPING = ping('vmkping');

const OPTIONS = [
  ['4', 'ipv4', 'flag'],
  ['6', 'ipv6', 'flag'],
  ['c', 'count', 'value'],
  ['d', 'df', 'flag'],
  ['i', 'interval', 'value'],
  ['I', 'interface', 'value'],
  ['N', 'nexthop', 'value'],
  ['s', 'size', 'value'],
  ['S', 'netstack', 'value'],
  ['t', 'ttl', 'value'],
  ['v', 'verbose', 'flag'],
  ['W', 'wait', 'value'],
] as const;

/** So many bytes of headers of IP and ICMP go with what is sent. */
const HEADERS = 28;

function run(name: string, { args }: Called, world: World): Said {
  const { host } = world.state;
  const { options, words } = readToolArgs(args, OPTIONS, name);
  const [to] = words;
  if (to === undefined) return { stdout: `Usage: ${name} [options] host\n`, exit: 1 };
  const count = numberOf(options.get('c') ?? '3', 1, 100_000);
  const size = numberOf(options.get('s') ?? '56', 0, 65_507);
  const ttl = numberOf(options.get('t') ?? '64', 1, 255);
  const vmk = options.get('I');
  const { mtu } = vmk === undefined ? { mtu: host.vmks[0]?.mtu ?? 1500 } : vmkNamed(host, vmk);
  const address = addressOf(host, to);
  if (address === undefined) return { stderr: `${name}: unknown host: ${to}\n`, exit: 1 };
  const head = `PING ${to} (${address}): ${size} data bytes\n`;
  if (options.has('d') && size + HEADERS > mtu)
    return { ...lost(head, to, count), stderr: 'sendto() failed (Message too long)\n'.repeat(count) };
  if (!answersPing(host, address, vmk)) return lost(head, to, count);
  const times = Array.from({ length: count }, () => 0.15 + world.random() * 0.2);
  const lines = times.map(
    (time, i) => `${size + 8} bytes from ${address}: icmp_seq=${i} ttl=${ttl} time=${time.toFixed(3)} ms\n`,
  );
  const average = times.reduce((sum, time) => sum + time, 0) / count;
  const ends = [Math.min(...times), average, Math.max(...times)].map((time) => time.toFixed(3)).join('/');
  return {
    stdout: `${head}${lines.join('')}${statistics(to, count, count)}round-trip min/avg/max = ${ends} ms\n`,
  };
}

const lost = (head: string, to: string, count: number): Said => ({
  stdout: `${head}${statistics(to, count, 0)}`,
  exit: 1,
});

const statistics = (to: string, sent: number, received: number): string =>
  `\n--- ${to} ping statistics ---\n${sent} packets transmitted, ${received} packets received, ${received === 0 ? 100 : 0}% packet loss\n`;

function numberOf(text: string, least: number, most: number): number {
  const number = /^\d{1,6}$/.test(text) ? Number(text) : -1;
  if (number >= least && number <= most) return number;
  throw new Failure(`Invalid number: ${text}`);
}
