import type { Nic } from '../model/network.ts';
import type { Tool } from './tool.ts';

export const ESXCFG_NICS: Tool = {
  name: 'esxcfg-nics',
  run({ args }, { state }) {
    if (args.length === 1 && (args[0] === '-l' || args[0] === '--list')) {
      const byName = state.host.nics.toSorted((a, b) => (a.name < b.name ? -1 : 1));
      return { stdout: HEAD + byName.map(lineOf).join('') };
    }
    return { stdout: 'Usage: esxcfg-nics -l\n', exit: 1, notImplemented: `esxcfg-nics ${args[0] ?? ''}` };
  },
};

const HEAD = 'Name    PCI          Driver      Link Speed      Duplex MAC Address       MTU    Description\n';

const lineOf = ({ name, pci, driver, linkUp, speed, duplex, mac, mtu, description }: Nic): string =>
  [
    name.padEnd(7),
    pci.padEnd(12),
    driver.padEnd(11),
    (linkUp ? 'Up' : 'Down').padEnd(4),
    `${speed}Mbps`.padEnd(10),
    duplex.padEnd(6),
    mac.padEnd(17),
    String(mtu).padEnd(6),
    `${description}\n`,
  ].join(' ');
