import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DoorFile } from '../../../src/cli/client-files.ts';
import { pathOf } from '../../support/needs.ts';
import type { Job, SshClient } from '../client.ts';
import type { Seen } from '../commands.ts';
import { fixture, spawned } from '../spawned.ts';

const ansible = (
  name: string,
  run: (inventory: Inventory) => Promise<readonly Line[]>,
  more: Partial<SshClient> = {},
): SshClient => ({
  ...more,
  name,
  needs: ['ansible', 'ansible-playbook', 'ssh'],
  stdin: false,
  tty: true, // for raw tasks it runs `ssh -tt`
  merges: false,
  async run(jobs) {
    const folder = await mkdtemp(join(tmpdir(), 'ansible-'));
    try {
      const lines = await run(await inventoryOf(jobs, folder));
      return jobs.map((_, i) => lines.flatMap(({ host, ...seen }) => (host === hostName(i) ? [seen] : [])));
    } finally {
      await rm(folder, { recursive: true });
    }
  },
});

/** `ansible all -m raw`: all hosts at once, one command after the other. */
export const ansibleRaw = ansible(
  'Ansible, raw',
  async (inventory) => {
    const lines: Line[] = [];
    for (const i of longest(inventory.jobs)) {
      // As JSON: it takes bare words apart and changes some.
      const args = JSON.stringify({ _raw_params: `{{ commands[${i}] }}` });
      lines.push(...(await runAnsible(['ansible', 'all', '-m', 'raw', '-a', args], inventory)));
    }
    return lines;
  },
  { atMost: 4 },
);

/** A playbook of raw tasks with a loop and conditions: all hosts at once. */
export const ansiblePlaybook = ansible('Ansible, a playbook', (inventory) =>
  runAnsible(['ansible-playbook', fixture('ansible/executes.yaml')], inventory),
);

/** The places of the commands: all jobs have the same ones, as far as they go. */
const longest = (jobs: readonly Job[]): number[] => [
  ...Array(Math.max(0, ...jobs.map(({ commands }) => commands.length))).keys(),
];

interface Inventory {
  folder: string;
  file: string;
  jobs: readonly Job[];
}

interface Line extends Seen {
  host: string;
}

const hostName = (i: number): string => `host-${i}`;

/** Runs Ansible against one host; more of what it reads from its environment may be said. */
export async function ansibleAt(
  server: DoorFile,
  words: AnsibleWords,
  env: NodeJS.ProcessEnv = {},
): Promise<readonly Seen[]> {
  const folder = await mkdtemp(join(tmpdir(), 'ansible-'));
  try {
    const lines = await runAnsible(words, await inventoryOf([{ server, commands: [] }], folder), env);
    return lines.map(({ host: _one, ...seen }) => seen);
  } finally {
    await rm(folder, { recursive: true });
  }
}

type AnsibleWords = readonly ['ansible' | 'ansible-playbook', ...string[]];

async function inventoryOf(jobs: readonly Job[], folder: string): Promise<Inventory> {
  const hosts = jobs.map(({ server: { alias, port, config }, commands: asked }, i): [string, object] => [
    hostName(i),
    // With the port, which makes its multiplexed connections one for each host.
    {
      ansible_host: alias,
      ansible_port: port,
      ansible_ssh_common_args: `-F ${config} -o LogLevel=ERROR`,
      commands: asked.map(({ command }) => command),
    },
  ]);
  const file = join(folder, 'hosts.json');
  await writeFile(file, JSON.stringify({ all: { hosts: Object.fromEntries(hosts) } }));
  await writeFile(join(folder, 'ansible.cfg'), ''); // instead of the user's own
  return { folder, file, jobs };
}

/** As it comes, with its multiplexed connections, which end when the deck does. */
async function runAnsible(
  [program, ...args]: AnsibleWords,
  { folder, file }: Inventory,
  env: NodeJS.ProcessEnv = {},
): Promise<Line[]> {
  const { stdout, stderr } = await spawned([pathOf(program), '-i', file, '-f', '20', ...args], {
    env: {
      HOME: folder,
      ANSIBLE_HOME: folder,
      ANSIBLE_CONFIG: join(folder, 'ansible.cfg'),
      ANSIBLE_CALLBACK_PLUGINS: fixture('ansible'),
      ANSIBLE_STDOUT_CALLBACK: 'prints_results',
      ANSIBLE_LOAD_CALLBACK_PLUGINS: '1',
      ANSIBLE_NOCOLOR: '1',
      LC_ALL: 'C.UTF-8', // it takes no other encoding
      PYTHONDONTWRITEBYTECODE: '1',
      ...env,
    },
  });
  const lines = stdout.split('\n').filter((line) => line.startsWith('{'));
  if (lines.length === 0) throw new Error(`${program} gave no results: ${stdout}${stderr}`);
  return lines.map((line) => lineFrom(JSON.parse(line) as Line & { message: string }));
}

function lineFrom({ host, stdout, stderr, code, message }: Line & { message: string }): Line {
  if (code === -1) throw new Error(`Ansible: ${host}: ${message}`);
  return { host, stdout: bytesOf(stdout), stderr: bytesOf(stderr), code };
}

const bytesOf = (base64: string): string => Buffer.from(base64, 'base64').toString('latin1');
