import { chmodSync, copyFileSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { shimBinary } from '../../src/shim/binary.ts';
import { needs } from '../support/needs.ts';
import { Project } from '../vitest/project.ts';
import { blocksOf } from './guide.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const page = (name: string): string[] =>
  blocksOf(readFileSync(join(ROOT, 'docs', name), 'utf8')).flatMap(({ language, text }) =>
    language === 'ts' ? [text] : [],
  );

/** What it talks SSH with is a process of its own, as with a program under test. */
const NICS = `
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';

async function esxcli(door) {
  writeFileSync('key', door.privateKey, { mode: 0o600 });
  const env = {
    TAPEHEAD_SSH_HOST: door.host,
    TAPEHEAD_SSH_PORT: String(door.port),
    TAPEHEAD_SSH_USER: door.user,
    TAPEHEAD_SSH_IDENTITY_FILE: 'key',
  };
  const client = spawn(process.execPath, [process.env.SSH_CLIENT_PROGRAM, 'esxcli network nic list'], { env });
  const [said] = await Promise.all([text(client.stdout), once(client, 'close')]);
  return said;
}

export const listNics = async (door) =>
  (await esxcli(door)).split('\\n').flatMap((line) => (line.includes('Up') ? [line.split(' ')[0]] : []));
export const watchNics = esxcli;
`;

/** The host of the page, which is here only while it is recorded. */
const HOST = '#!/bin/sh\necho vmnic0 Up; echo vmnic1 Down\n';

/** A suite that stands where the page has it: beside a program under test. */
function write(project: Project, name: string, text: string, mode = 0o644): void {
  const path = project.file(name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, text);
  chmodSync(path, mode);
}

needs('gcc')('the code of the guides', () => {
  it(
    'of vitest records the host once, plays without it, and waits for calls',
    { timeout: 200_000 },
    async () => {
      const [first = '', hooks = '', ...more] = page('vitest.md');
      expect(more).toEqual([]);
      using project = new Project();
      const upstream = `url: 'ssh://root@esx1'`;
      expect(first).toContain(upstream);
      write(project, 'src/nics.js', NICS);
      write(project, 'programs/esxcli', HOST, 0o755);
      write(project, 'test/nics.suite.ts', first.replace(upstream, `url: 'local:'`));
      const PATH = `${project.file('programs')}:${process.env['PATH']}`;
      const recorded = await project.run({ PATH });
      expect(recorded.code, recorded.output).toBe(0);
      expect(project.list('test/__cassettes__/nics.suite.ts')).toEqual([
        'lists-the-NICs-that-are-up.cassette',
      ]);

      const imports = `import { expect, test } from 'tapehead/vitest';\nimport { watchNics } from '../src/nics.js';\n`;
      const surroundings = `${imports}const DOWN = 'vmnic0 Down\\n';\n`;
      write(project, 'test/hooks.suite.ts', surroundings + hooks);
      const played = await project.run({ CI: '1' });
      expect(played.code, played.output).toBe(0);
      expect(Object.keys(played.tests).sort()).toEqual([
        'lists the NICs that are up',
        'tells of a link that is down',
      ]);
    },
  );

  it('of hooks answers three times, then the cassette does', { timeout: 200_000 }, async () => {
    const [code = '', ...more] = page('hooks.md');
    expect(more).toEqual([]);
    const [, imports = '', body = ''] = /^((?:import .*\n)+)([^]*)$/.exec(code) ?? [];
    using project = new Project();
    copyFileSync(join(ROOT, 'examples', 'host.cassette'), project.file('host.cassette'));
    mkdirSync(project.file('links'));
    symlinkSync(shimBinary(), project.file('links/df'));
    write(
      project,
      'test/code.suite.ts',
      `${imports}
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';

async function df() {
  const env = { TAPEHEAD_SOCKET: resolve('socket') };
  const client = spawn(resolve('links/df'), ['-P', '/backup'], { env });
  const [out, err, [code]] = await Promise.all([text(client.stdout), text(client.stderr), once(client, 'close')]);
  return { out, err, code };
}

test('code', async () => {
${body}
  const failing = { code: 1, err: 'df: /backup: Input/output error\\n', out: expect.stringMatching(/^Filesystem .*\\n$/) };
  expect([await df(), await df(), await df()]).toEqual([failing, failing, failing]);
  expect(await df()).toMatchObject({ code: 0, out: expect.stringContaining('/dev/vdb1') });
});
`,
    );
    const ran = await project.run();
    expect(ran.code, ran.output).toBe(0);
  });
});
