import { nicNamed } from '../leaves/network/named.ts';
import type { Nic } from '../model/network.ts';
import { Failure } from '../failure.ts';
import type { Host } from '../model/host.ts';
import type { Tool } from './tool.ts';

/** `-i NIC`: its driver; `-k NIC`: what it does itself. */
export const ETHTOOL: Tool = {
  name: 'ethtool',
  about: 'Tells of a NIC, its driver and what is offloaded to it.',
  run({ args: [option = '', name = ''] }, { state }) {
    if (option === '-i' || option === '--driver') return { stdout: driverOf(nicOf(state.host, name)) };
    if (option === '-k' || option === '--show-offload') {
      const nic = nicOf(state.host, name);
      const stderr = NOT_THERE.map(
        (one) => `Cannot get device ${one} settings: Function not implemented\n`,
      ).join('');
      return { stdout: offloadOf(nic), stderr };
    }
    return { stderr: USAGE, exit: 1, notImplemented: `ethtool ${option}` };
  },
};

const USAGE = 'ethtool: bad command line argument(s)\nFor more information run ethtool -h\n';

const NOT_THERE = ['udp large send offload', 'generic segmentation offload'];

function nicOf(host: Host, name: string): Nic {
  try {
    return nicNamed(host, name);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    throw new Failure(`Cannot get driver information: No such device`, 71);
  }
}

const driverOf = ({ driver, driverVersion, firmware, pci }: Nic): string =>
  `driver: ${driver}\nversion: ${driverVersion}\nfirmware-version: ${firmware}\nbus-info: ${pci}\n`;

function offloadOf({ name, cso, sg, tso }: Nic): string {
  const onOff = (is: boolean): string => (is ? 'on' : 'off');
  const lines = [
    `Offload parameters for ${name}:`,
    `rx-checksumming: ${onOff(cso)}`,
    `tx-checksumming: ${onOff(cso)}`,
    `scatter-gather: ${onOff(sg)}`,
    `tcp segmentation offload: ${onOff(tso)}`,
    'udp fragmentation offload: off',
    'generic segmentation offload: off',
  ];
  return `${lines.join('\n')}\n`;
}
