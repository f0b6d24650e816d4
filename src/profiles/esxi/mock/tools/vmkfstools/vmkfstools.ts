import { DiskError } from '../../disks/disk-error.ts';
import { Failure } from '../../failure.ts';
import type { Said } from '../../said.ts';
import { readToolArgs, type ToolOption } from '../options.ts';
import type { Tool } from '../tool.ts';
import { type Call, FAILED, lacking } from './call.ts';
import { cloneVirtualDisk, createVirtualDisk, growVirtualDisk } from './data.ts';
import { createFileSystem } from './create-file-system.ts';
import { HELP } from './help.ts';
import { createMapping, queryMapping } from './mapping.ts';
import { queryFileSystem } from './query-file-system.ts';
import * as verbs from './verbs.ts';

export const VMKFSTOOLS: Tool = {
  name: 'vmkfstools',
  about: 'Makes, clones, extends, renames and deletes virtual disks; makes and tells of volumes.',
  run({ args, cwd }, world) {
    const read = readToolArgs(args, OPTIONS, 'vmkfstools');
    const call: Call = { args: read, path: read.words[0] ?? '', cwd, world };
    if (
      read.options.size === 0 ||
      read.options.has('H') ||
      (read.options.has('h') && !read.options.has('P'))
    ) {
      return { stdout: HELP, exit: read.options.size === 0 ? 1 : 0 };
    }
    const [letter, verb] = VERBS.find(([one]) => read.options.has(one)) ?? [];
    if (!verb || letter === undefined) return { ...lacking(call), stderr: `Extra arguments\n${HELP}` };
    if (call.path === '' && letter !== 'V') return { stderr: HELP, exit: 1 };
    try {
      return verb(call);
    } catch (error) {
      if (error instanceof DiskError)
        throw new Failure(`Failed to open '${call.path}': ${error.message}`, FAILED);
      throw error;
    }
  },
};

const OPTIONS: readonly ToolOption[] = [
  ['C', 'createfs', 'value'],
  ['b', 'blocksize', 'value'],
  ['S', 'setfsname', 'value'],
  ['Z', 'spanfs', 'value'],
  ['G', 'growfs', 'value'],
  ['P', 'queryfs', 'flag'],
  ['h', 'humanreadable', 'flag'],
  ['T', 'upgradevmfs', 'flag'],
  ['y', 'reclaimBlocks', 'flag'],
  ['', 'reclaimBlocksUnit', 'value'],
  ['V', 'refresh', 'flag'],
  ['c', 'createvirtualdisk', 'value'],
  ['d', 'diskformat', 'value'],
  ['a', 'adaptertype', 'value'],
  ['W', 'objecttype', 'value'],
  ['', 'policyFile', 'value'],
  ['w', 'writezeros', 'flag'],
  ['j', 'inflatedisk', 'flag'],
  ['k', 'eagerzero', 'flag'],
  ['K', 'punchzero', 'flag'],
  ['U', 'deletevirtualdisk', 'flag'],
  ['E', 'renamevirtualdisk', 'value'],
  ['i', 'clonevirtualdisk', 'value'],
  ['N', 'avoidnativeclone', 'flag'],
  ['X', 'extendvirtualdisk', 'value'],
  ['M', 'migratevirtualdisk', 'flag'],
  ['r', 'createrdm', 'value'],
  ['q', 'queryrdm', 'flag'],
  ['z', 'createrdmpassthru', 'value'],
  ['v', 'verbose', 'value'],
  ['g', 'geometry', 'flag'],
  ['x', 'fix', 'value'],
  ['e', 'chainConsistent', 'flag'],
  ['Q', 'objecttype-pairs', 'value'],
  ['t', 'mapping', 'value'],
  ['L', 'lock', 'value'],
  ['B', 'breaklock', 'flag'],
  ['D', 'dumplock', 'flag'],
  ['H', 'help', 'flag'],
];

/** What is to be done, by its letter: the first one there is. */
const VERBS: readonly (readonly [letter: string, verb: (call: Call) => Said])[] = [
  ['c', createVirtualDisk],
  ['i', cloneVirtualDisk],
  ['X', growVirtualDisk],
  ['E', verbs.rename],
  ['U', verbs.remove],
  ['w', verbs.writeZeros],
  ['j', verbs.inflate],
  ['k', verbs.eagerZero],
  ['K', verbs.punchZeros],
  ['x', verbs.fix],
  ['e', verbs.checkChain],
  ['g', verbs.geometry],
  ['t', verbs.mapping],
  ['q', queryMapping],
  ['r', (call) => createMapping(call, 'r')],
  ['z', (call) => createMapping(call, 'z')],
  ['P', queryFileSystem],
  ['C', createFileSystem],
  ['V', () => ({})],
];
