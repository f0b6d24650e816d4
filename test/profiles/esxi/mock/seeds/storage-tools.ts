import type { Description } from '../../../../../src/profiles/esxi/mock/model/host.ts';
import type { Published, Seed } from './seed.ts';
import { none } from './storage-none.ts';

function pathsByDevice({ stdout }: Published): Description {
  const [first = '', ...lines] = stdout.split('\n').filter((line) => line !== '');
  const [name = '', displayName = ''] = first.split(' : ');
  const paths = lines.map((line) => {
    const [, path = '', lun, state, transport, adapterDetails, targetDetails] =
      /^ +(\S+) LUN:(\d+) state:(\w+) (\w+) Adapter: (.*?) Target: (.*)$/.exec(line) ?? [];
    return { name: path, device: name, lun: Number(lun), state, transport, adapterDetails, targetDetails };
  });
  const adapters = [...new Set(paths.map((path) => path.name.split(':')[0] ?? ''))];
  return {
    ...none,
    adapters: adapters.map((adapter) => ({ name: adapter })),
    devices: [{ name, displayName }],
    paths,
  };
}

function fileSystem({ stdout }: Published): Description {
  const valueOf = (pattern: RegExp): string => pattern.exec(stdout)?.[1] ?? '';
  const GB = 2 ** 30;
  const size = Math.round(Number(valueOf(/Capacity ([\d.]+) GB/)) * GB);
  const used = Number(valueOf(/^File Blocks .*: 0\/(\d+)\//m)) * 2 ** 20;
  const [device = '', partition] = valueOf(/^Partitions spanned .*: (\S+)$/m).split(':');
  return {
    ...none,
    identity: { version: '6.7.0' },
    devices: [{ name: device }],
    volumes: [
      {
        name: valueOf(/label \(if any\): (.*)$/m),
        uuid: valueOf(/^UUID: (.*)$/m),
        size,
        free: size - used,
        device,
        partition: Number(partition),
      },
    ],
  };
}

/** The disk that is copied is there, unless that is what the host says of it; before 5.0 the progress was told alone. */
function disks({ stdout, command }: Published): Description {
  const words = command.split(' ');
  const [from = '', to = ''] = [words[2], words[3]];
  const place = (path: string): readonly [volume: string, below: string] => {
    const [, volume = 'here', below = path] = /^\/vmfs\/volumes\/([^/]+)\/(.*)$/.exec(path) ?? [];
    return [volume, below];
  };
  const flat = from.replace(/\.vmdk$/, '-flat.vmdk');
  const descriptor = `# Disk DescriptorFile\nRW 2048 VMFS "${flat.slice(flat.lastIndexOf('/') + 1)}"\n`;
  const isDisk = !stdout.includes('not a virtual disk');
  const [[volume, below], [other, target]] = [place(from), place(to)];
  const files = { [below]: isDisk ? descriptor : { size: 1_048_576 }, [place(flat)[1]]: { size: 1_048_576 } };
  const targetFolder = { [`${target.slice(0, target.lastIndexOf('/') + 1)}.keep`]: '' };
  return {
    ...none,
    identity: { version: stdout.startsWith('\r') ? '4.0.0' : '6.7.0' },
    volumes: [
      { name: volume, uuid: 'source', files: volume === other ? { ...files, ...targetFolder } : files },
      ...(volume === other ? [] : [{ name: other, uuid: 'target', files: targetFolder }]),
    ],
  };
}

export const STORAGE_TOOL_SEEDS: readonly Seed[] = [
  {
    command: 'esxcfg-scsidevs -a',
    host({ stdout }) {
      const adapters = stdout.split('\n').flatMap((line) => {
        const [, name, driver, linkState, uid, description] =
          /^ ?(\S+) +(\S+) +(\S+) +(\S+) +(.*)$/.exec(line) ?? [];
        return name === undefined ? [] : [{ name, driver, linkState, uid, description }];
      });
      return { ...none, adapters };
    },
  },
  { command: 'esxcfg-mpath -b', host: pathsByDevice },
  { command: 'partedUtil showGuids', host: () => ({}) },
  {
    command: 'partedUtil setptbl',
    // One that is smaller than what is asked for.
    host: ({ command }) => ({
      ...none,
      devices: [{ name: /disks\/(\S+)/.exec(command)?.[1] ?? '', sizeMB: 133_120 }],
    }),
  },
  { command: 'vmkfstools -Ph', host: fileSystem },
  { command: 'vmkfstools -i', host: disks, cwd: '/vmfs/volumes/here' },
];
