import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { needs } from '../support/needs.ts';
import { startSshd } from '../support/sshd.ts';
import { type Done, MAIN, startProgram, tapehead, testFolder } from '../cli/run-tapehead.ts';

/** The commands of an example that run tapehead, in their order. */
function commandsOf(name: string): string[] {
  const file = fileURLToPath(new URL(`../../examples/ci/${name}`, import.meta.url));
  const found: string[] = [];
  const look = (value: unknown): void => {
    if (typeof value === 'string' && value.startsWith('npx tapehead ')) found.push(value);
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(look);
  };
  look(parse(readFileSync(file, 'utf8')));
  return found;
}

/** What a job of each of two shards has around it. */
const JOBS = [
  ['verify-github-actions.yml', (shard: number) => ({ SHARD: String(shard) }), 4],
  ['verify-gitlab-ci.yml', (shard: number) => ({ CI_NODE_INDEX: String(shard), CI_NODE_TOTAL: '4' }), 4],
  [
    'verify-kubernetes.yaml',
    (shard: number) => ({ JOB_COMPLETION_INDEX: String(shard - 1), SHARDS: '4' }),
    4,
  ],
] as const;

needs('sshd', 'ssh-keygen')('the examples of verify in CI', () => {
  it.each(JOBS)(
    '%s: its shards find all the same, and their reports are merged',
    async (name, envOf, shards) => {
      await using sshd = await startSshd();
      const cwd = await testFolder();
      mkdirSync(join(cwd, 'test'));
      mkdirSync(join(cwd, '.ssh'));
      copyFileSync(sshd.identity, join(cwd, '.ssh', 'id_ed25519'));
      copyFileSync(sshd.knownHosts, join(cwd, 'test', 'known_hosts'));
      const env = { HOME: cwd, XDG_STATE_HOME: join(cwd, 'state'), SSH_AUTH_SOCK: '', HOST_URL: sshd.url };
      const known = ['--known-hosts', 'test/known_hosts'];
      const capture = ['capture', '--upstream', sshd.url, ...known, '--cassette', 'test/host.cassette', '-'];
      const input = 'uname -s\nuname -m\nuname -r\nhostname\n';
      expect(await tapehead(capture, { cwd, env, input })).toMatchObject({ code: 0 });

      const run = (command: string, more: NodeJS.ProcessEnv): Promise<Done> => {
        const script = `npx() { shift; ${process.execPath} ${MAIN} "$@"; }\n${command.replaceAll('/reports/', '')}`;
        return startProgram(['bash', '-c', script], { cwd, env: { ...env, ...more } }).done;
      };
      const [verify = '', merge = 'npx tapehead merge-reports shard-*.json'] = commandsOf(name);
      for (let shard = 1; shard <= shards; shard++) {
        const done = await run(verify, envOf(shard));
        expect(done, done.stderr).toMatchObject({ code: 0 });
      }
      const merged = await run(merge, {});
      expect(merged, merged.stderr).toMatchObject({ code: 0 });
      expect(merged.stdout).toContain('4 same');
    },
  );
});
