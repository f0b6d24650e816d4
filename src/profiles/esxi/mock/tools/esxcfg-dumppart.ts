import { readToolArgs, type ToolOption } from './options.ts';
import type { Tool } from './tool.ts';

const OPTIONS: readonly ToolOption[] = [
  ['l', 'list', 'flag'],
  ['t', 'get-active', 'flag'],
  ['c', 'get-config', 'flag'],
  ['n', 'deactivate', 'flag'],
  ['h', 'help', 'flag'],
];

/** `-l`, `-t` and `-c` tell the partition that the kernel dumps into, `-n` has it dump into none. */
export const ESXCFG_DUMPPART: Tool = {
  name: 'esxcfg-dumppart',
  about: 'Tells the partition that core dumps go to, or has them go to none.',
  run({ args }, { state }) {
    const { options } = readToolArgs(args, OPTIONS, 'esxcfg-dumppart');
    const { activePartition, configuredPartition } = state.host.system.coredump;
    if (options.has('n')) {
      state.change(({ system }) => {
        system.coredump.activePartition = '';
      });
      return {};
    }
    if (options.has('t'))
      return { stdout: activePartition === '' ? 'No active dump partition\n' : `${activePartition}\n` };
    if (options.has('c'))
      return {
        stdout: configuredPartition === '' ? 'No configured dump partition\n' : `${configuredPartition}\n`,
      };
    if (!options.has('l')) return { stdout: USAGE, exit: options.has('h') ? 0 : 1 };
    const row = (name: string, path: string, active: string, configured: string): string =>
      `${name.padEnd(42)} ${path.padEnd(62)} ${active.padEnd(9)} ${configured}\n`;
    const rows =
      configuredPartition === ''
        ? []
        : [
            row(
              configuredPartition,
              `/vmfs/devices/disks/${configuredPartition}`,
              activePartition === '' ? 'no' : 'yes',
              'yes',
            ),
          ];
    return { stdout: row('VM Kernel Name', 'Console Name', 'Is Active', 'Is Configured') + rows.join('') };
  },
};

const USAGE = `Usage: esxcfg-dumppart [options]
   -c|--get-config  the partition that is configured
   -l|--list        those there are
   -n|--deactivate  none is used
   -t|--get-active  the partition that is used
`;
