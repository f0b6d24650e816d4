import { LEAVES, NAMESPACES } from '../../../../src/profiles/esxi/mock/leaves/all.ts';
import { TOOLS } from '../../../../src/profiles/esxi/mock/tools/all.ts';
import { NODES } from '../../../../src/profiles/esxi/mock/tools/vsish/nodes.ts';
import { COMMANDS } from '../../../../src/profiles/esxi/mock/vim/commands/all.ts';

/** docs/esxi-commands.md: what the mock host has, out of the tables that it runs by. */
export function commandsPage(): string {
  const vim = COMMANDS.filter(({ run }) => run !== undefined);
  const counts = `${LEAVES.length} commands of esxcli, ${vim.length} of vim-cmd, ${TOOLS.size} tools`;
  return [
    '# Commands of the mock ESXi',
    `What [the mock ESXi](esxi.md) has: ${counts}. Made of the tables that it runs by, by a test.`,
    '## Tools',
    table(
      ['command', 'what it does'],
      sorted([...TOOLS.values()], 'name').map(({ name, about }) => [code(name), about]),
    ),
    '## esxcli and localcli',
    'A command that only `localcli --plugin-dir` has is marked with a star.',
    ...topNamespaces().flatMap((top) => [`### ${top}`, NAMESPACES[top] ?? '', leavesOf(top)]),
    '## vim-cmd',
    table(
      ['command', 'what it does'],
      sorted(vim, 'path').map(({ path, usage, about = '' }) => [code(`${path} ${usage}`.trim()), about]),
    ),
    '## vsish',
    table(
      ['node', ''],
      sorted(NODES, 'path').map(({ path, get, set }) => [
        code(path),
        [get && 'get', set && 'set'].filter(Boolean).join(', '),
      ]),
    ),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
    .concat('\n');
}

const topNamespaces = (): string[] =>
  [...new Set(LEAVES.map(({ path }) => path.slice(0, path.indexOf(' '))))].toSorted();

function leavesOf(top: string): string {
  const leaves = sorted(
    LEAVES.filter(({ path }) => path.startsWith(`${top} `)),
    'path',
  );
  return table(
    ['command', '', 'what it does'],
    leaves.map(({ path, internal, change, about }) => [
      code(path) + (internal ? ' *' : ''),
      change ? 'changes' : 'reads',
      about,
    ]),
  );
}

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [row(head), `|${'---|'.repeat(head.length)}`, ...rows.map(row)].join('\n');

const row = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;
const cell = (text: string): string => text.replaceAll('|', String.raw`\|`);
const code = (text: string): string => `\`${text}\``;

const sorted = <K extends string, T extends Readonly<Record<K, string>>>(all: readonly T[], key: K): T[] =>
  all.toSorted((a, b) => (a[key] < b[key] ? -1 : 1));
