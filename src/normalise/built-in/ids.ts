import { anywhere, ids } from './built-in.ts';

const HEX = '[0-9a-fA-F]';
/** Before and behind what is written with colons, where `\b` would find a part of something longer. */
const BEFORE = String.raw`(?:^|[^\w:.-])`;
const BEHIND = String.raw`(?:[^\w:-]|$)`;

/** RFC 9562 §4; as VMware writes them in .vmx files, with which serial numbers end, too; of VMFS volumes. */
export const uuid = ids(
  'uuid',
  { hides: 'UUIDs: 8-4-4-4-12, `56 4d 12 f0 01 11 99 9e-24 51 …`, of datastores: 8-8-4-12' },
  anywhere(
    [String.raw`\b${HEX}{8}-${HEX}{4}-${HEX}{4}-${HEX}{4}-${HEX}{12}\b`, String.raw`-${HEX}{4}-`],
    [
      String.raw`\b${HEX}{2}(?: ${HEX}{2}){7}-${HEX}{2}(?: ${HEX}{2}){7}\b`,
      String.raw`-(?<= ${HEX}{2}-)${HEX}{2} `,
    ],
    [String.raw`\b${HEX}{8}-${HEX}{8}-${HEX}{4}-${HEX}{12}\b`, String.raw`-${HEX}{4}-`],
  ),
);

export const disk = ids(
  'disk',
  { hides: 'ids of disks: `naa.`, `eui.`, `t10.`, `vml.`' },
  anywhere(
    [String.raw`\b(?:naa|eui)\.${HEX}{16,32}\b`, String.raw`\.(?<=(?:naa|eui)\.)`],
    [String.raw`\bt10\.[\w.-]*\w`, String.raw`\.(?<=t10\.)`],
    [String.raw`\bvml\.${HEX}{10,}\b`, String.raw`\.(?<=vml\.)`],
  ),
);

/** The last twelve digits of a datastore's UUID are the address of the host that made it. */
export const mac = ids(
  'mac',
  {
    hides:
      'MAC addresses, with colons or dashes; those at the end of UUIDs of datastores, where `uuid` is off',
  },
  anywhere(
    [
      String.raw`${BEFORE}(?<volatile>(?:${HEX}{2}:){5}${HEX}{2})${BEHIND}`,
      String.raw`:${HEX}{2}:${HEX}{2}:`,
    ],
    [
      String.raw`${BEFORE}(?<volatile>(?:${HEX}{2}-){5}${HEX}{2})${BEHIND}`,
      String.raw`-${HEX}{2}-${HEX}{2}-`,
    ],
    [String.raw`\b${HEX}{8}-${HEX}{8}-${HEX}{4}-(?<volatile>${HEX}{12})\b`, String.raw`-${HEX}{4}-`],
  ),
);

export const wwn = ids(
  'wwn',
  {
    hides: 'names of storage ports: `fc.…`, WWNs with colons, `iqn.…`, `nqn.…`',
    isOn: false,
  },
  anywhere(
    [String.raw`\bfc\.${HEX}{16}:${HEX}{16}\b`, String.raw`\.(?<=fc\.)`],
    [
      String.raw`${BEFORE}(?<volatile>(?:${HEX}{2}:){7}${HEX}{2})${BEHIND}`,
      String.raw`:${HEX}{2}:${HEX}{2}:`,
    ],
    [String.raw`\b(?:iqn|nqn)\.\d{4}-\d\d\.[\w.:-]*\w`, String.raw`\.(?<=(?:iqn|nqn)\.)`],
  ),
);

export const ticket = ids(
  'ticket',
  { hides: 'tickets and ids of sessions and operations: `vmware-hostd-ticket/…`, `opID=…`' },
  anywhere(
    [String.raw`\bvmware-hostd-ticket/(?<volatile>[\w-]+)`, String.raw`-(?<=hostd-)ticket`],
    [String.raw`\bop(?:ID|Id)[=:] ?(?<volatile>[\w-]+)`, String.raw`[=:](?<=op(?:ID|Id)[=:])`],
  ),
);

export const task = ids(
  'task',
  { hides: 'numbers of tasks: `haTask-12-vim.VirtualMachine.powerOn-3072`, `task-3072`' },
  anywhere(
    [String.raw`\bhaTask-[\w.]*-vim\.[\w.]+-(?<volatile>\d+)\b`, String.raw`-(?<=haTask-)`],
    [String.raw`\btask-(?<volatile>\d+)\b`, String.raw`-(?<=task-)\d`],
  ),
);

export const tempName = ids(
  'temp-name',
  { hides: 'names of temporary files: of mktemp, Ansible, Python, Packer, Terraform' },
  anywhere(
    [String.raw`\btmp\.(?<volatile>[A-Za-z0-9]{6,16})\b`, String.raw`\.(?<=tmp\.)`],
    [String.raw`\bansible-tmp-(?<volatile>\d+(?:\.\d+)?(?:-\d+)*)`, String.raw`-(?<=ansible-)tmp`],
    [String.raw`\bansible_\w+_payload_(?<volatile>\w{8})\b`, String.raw`_(?<=ansible_)`],
    [String.raw`/tmp/tmp(?<volatile>[a-z0-9_]{6,10})\b`, String.raw`/(?<=/tmp/)tmp`],
    [String.raw`\bpacker-shell(?<volatile>\d{3,})\b`, String.raw`-(?<=packer-)shell`],
    [String.raw`\b(?:terraform|script)_(?<volatile>\d{3,})\.sh\b`, String.raw`_(?<=(?:terraform|script)_)\d`],
  ),
);
