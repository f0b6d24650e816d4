import { Failure } from '../failure.ts';
import { add, remove } from '../leaves/storage/nfs.ts';
import type { Nfs } from '../model/storage.ts';
import { readToolArgs, type ToolOption } from './options.ts';
import type { Tool } from './tool.ts';

export const ESXCFG_NAS: Tool = {
  name: 'esxcfg-nas',
  about: 'Lists, adds and removes NFS volumes.',
  run({ args }, world) {
    const { options, words } = readToolArgs(args, OPTIONS, 'esxcfg-nas');
    const [name = ''] = words;
    if (options.has('l')) {
      const lines = world.state.host.nfs.map(line);
      return { stdout: lines.length === 0 ? 'No NAS datastore found\n' : lines.join('') };
    }
    if (options.has('a')) {
      const [host, share] = [options.get('o'), options.get('s')];
      if (host === undefined || share === undefined || name === '') {
        throw new Failure('--host, --share and a label are needed to add a NAS volume');
      }
      const version = options.get('T') === '4.1' ? '4.1' : '3';
      world.state.change((changed) =>
        add(
          changed,
          {
            name,
            hosts: host.split(','),
            share,
            version,
            security: 'AUTH_SYS',
            readOnly: options.has('R'),
            isPe: false,
          },
          world,
        ),
      );
      return { stdout: `Connecting to NAS volume: ${name}\n${name} created and connected.\n` };
    }
    if (options.has('d')) {
      world.state.change((changed) => remove(changed, name, undefined, world));
      return { stdout: `NAS volume ${name} deleted.\n` };
    }
    if (options.has('r'))
      return { stdout: world.state.host.nfs.map((one) => `Restoring ${one.name}\n`).join('') };
    return { stdout: USAGE, exit: options.has('h') ? 0 : 1 };
  },
};

const OPTIONS: readonly ToolOption[] = [
  ['l', 'list', 'flag'],
  ['a', 'add', 'flag'],
  ['d', 'delete', 'flag'],
  ['r', 'restore', 'flag'],
  ['o', 'host', 'value'],
  ['s', 'share', 'value'],
  ['R', 'readonly', 'flag'],
  ['T', 'version', 'value'],
  ['h', 'help', 'flag'],
];

const USAGE = `esxcfg-nas <options> [<label>]
  -a|--add            Mount a share: --host and --share say which.
  -o|--host HOST      The server it is on.
  -s|--share SHARE    Its name there.
  -R|--readonly       It is not to be written to.
  -d|--delete         Unmount a share.
  -l|--list           List the shares.
  -r|--restore        Mount again what is to be mounted.
  -h|--help           This help.
`;

const line = ({ name, share, hosts, mounted, accessible }: Nfs): string =>
  `${name} is ${share} from ${hosts.join(',')} ${mounted ? 'mounted' : 'not mounted'} ${accessible ? 'available' : 'unavailable'}\n`;
