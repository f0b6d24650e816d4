import { type Port, portsOf } from '../model/ports.ts';
import type { Tool } from './tool.ts';

/** `-l` lists ports; what they carry is not known here. */
export const NET_STATS: Tool = {
  name: 'net-stats',
  about: 'Tells of the ports of virtual switches.',
  run({ args }, { state }) {
    if (args.length !== 1 || args[0] !== '-l') {
      const notImplemented = `net-stats ${args.join(' ')}`;
      return { stdout: 'Usage: net-stats -l\n', exit: 1, notImplemented };
    }
    const ports = portsOf(state.host).toSorted((a, b) => setOf(a) - setOf(b));
    return { stdout: HEAD + ports.map(lineOf).join('') };
  },
};

const HEAD = 'PortNum          Type SubType SwitchName       MACAddress         ClientName\n';

/** All of a switch together; uplinks have a bit more in their numbers. */
const setOf = ({ id }: Port): number => (id & 0x7fff_ffff) >> 25;

const TYPES = { uplink: [4, 0], vmk: [3, 0], vm: [5, 9] } as const;

function lineOf({ id, vSwitch, mac, client, kind }: Port): string {
  const [type, subType] = TYPES[kind];
  return [
    String(id).padEnd(16),
    String(type).padStart(4),
    String(subType).padStart(7),
    vSwitch.padEnd(16),
    mac.padEnd(18),
    `${client}\n`,
  ].join(' ');
}
