import { Failure } from '../failure.ts';
import { nicNamed } from '../leaves/network/named.ts';
import { setSpeed } from '../leaves/network/nic.ts';
import { linkOf, type Nic } from '../model/network.ts';
import { readToolArgs } from './options.ts';
import type { Tool } from './tool.ts';

/** `-l` lists NICs, `-s SPEED -d DUPLEX NIC` sets one, `-a NIC` has it negotiate. */
export const ESXCFG_NICS: Tool = {
  name: 'esxcfg-nics',
  about: 'Lists NICs, and sets their speed and duplex.',
  run({ args }, { state }) {
    const { options, words } = readToolArgs(args, OPTIONS, 'esxcfg-nics');
    if (options.has('l')) {
      const byName = state.host.nics.toSorted((a, b) => (a.name < b.name ? -1 : 1));
      return { stdout: HEAD + byName.map(lineOf).join('') };
    }
    if (options.has('r')) return {};
    const [name] = words;
    if (name === undefined || (!options.has('a') && !options.has('s') && !options.has('d')))
      return { stdout: USAGE, exit: options.has('h') ? 0 : 1 };
    state.change((host) => {
      const nic = nicNamed(host, name);
      if (options.has('a')) nic.autoNegotiation = true;
      else setSpeed(nic, speedOf(options.get('s'), nic), options.get('d') ?? nic.duplex);
    });
    return {};
  },
};

const OPTIONS = [
  ['a', 'auto', 'flag'],
  ['d', 'duplex', 'value'],
  ['h', 'help', 'flag'],
  ['l', 'list', 'flag'],
  ['r', 'restore', 'flag'],
  ['s', 'speed', 'value'],
] as const;

const USAGE = `Usage: esxcfg-nics [options] [nic]
  -s, --speed <speed>     in Mbit/s
  -d, --duplex <duplex>   full or half
  -a, --auto              speed and duplex are negotiated
  -l, --list              all NICs
  -r, --restore           what was set, as when the host starts
`;

const HEAD = 'Name    PCI          Driver      Link Speed      Duplex MAC Address       MTU    Description\n';

function speedOf(text: string | undefined, { speed }: Nic): number {
  if (text === undefined) return speed;
  if (/^\d{1,6}$/.test(text)) return Number(text);
  throw new Failure(`Invalid speed: ${text}`);
}

function lineOf(nic: Nic): string {
  const { isUp, speed, duplex } = linkOf(nic);
  return [
    nic.name.padEnd(7),
    nic.pci.padEnd(12),
    nic.driver.padEnd(11),
    (isUp ? 'Up' : 'Down').padEnd(4),
    `${speed}Mbps`.padEnd(10),
    duplex.padEnd(6),
    nic.mac.padEnd(17),
    String(nic.mtu).padEnd(6),
    `${nic.description}\n`,
  ].join(' ');
}
