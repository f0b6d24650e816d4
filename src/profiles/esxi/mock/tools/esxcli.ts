import { runEsxcli } from '../esxcli/esxcli.ts';
import { treeOf } from '../esxcli/tree.ts';
import { LEAVES, NAMESPACES } from '../leaves/all.ts';
import type { Tool } from './tool.ts';

const ROOT = treeOf(
  LEAVES.filter(({ internal }) => !internal),
  NAMESPACES,
);
const ROOT_WITH_INTERNAL = treeOf(LEAVES, NAMESPACES);

export const ESXCLI: Tool = {
  name: 'esxcli',
  about: 'All commands of esxcli.',
  run({ args, columns }, world) {
    const agent = world.state.host.services.find(({ name }) => name === 'hostd');
    if (agent && !agent.running)
      return { stdout: 'Connect to localhost failed: Connection failure\n', exit: 1 };
    return runEsxcli(ROOT, args, world, { program: 'esxcli', columns });
  },
};

/** The same commands, without the agent of the host; and with `--plugin-dir` those that esxcli does not show. */
export const LOCALCLI: Tool = {
  name: 'localcli',
  about: 'The same, whether the host’s agent runs or not.',
  run({ args, columns }, world) {
    const root = args.some((arg) => arg.startsWith('--plugin-dir')) ? ROOT_WITH_INTERNAL : ROOT;
    return runEsxcli(root, args, world, { program: 'localcli', columns });
  },
};
