import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { openLocal } from '../../src/upstreams/local/local.ts';
import type { Upstream } from '../../src/upstreams/upstream.ts';
import { pathOf } from '../support/needs.ts';

/** A folder of the test's own, removed when it ends, whatever its modes are. */
export async function surveyed(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tapehead-survey-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** What a host with nothing but busybox has of it: `false` for not at all, text for a script in its place. */
export type Tools = Partial<
  Record<'find' | 'stat' | 'ls' | 'readlink' | 'cat' | 'sh' | 'grep', string | false>
>;

/** The shell of a host that is not busybox's, which runs its own applets whatever stands on the PATH. */
export const PLAIN_SH = '#!/bin/sh\nexec /bin/sh "$@"\n';

/** A find that knows no `+`. */
export const FIND_WITHOUT_BATCH = `#!/bin/sh
for a do case "$a" in +) echo "find: -exec requires an argument" >&2; exit 1;; esac; done
exec BUSYBOX find "$@"
`;

/** A stat that knows no -c. */
export const STAT_WITHOUT_FORMAT = `#!/bin/sh
case "$1" in -c) echo "stat: invalid option -- 'c'" >&2; exit 1;; esac
exec BUSYBOX stat "$@"
`;

/** A folder for a PATH with applets of busybox, and nothing else. */
export async function binFolder(tools: Tools = {}): Promise<string> {
  const bin = join(await surveyed(), 'bin');
  mkdirSync(bin);
  for (const name of ['find', 'stat', 'ls', 'readlink', 'cat', 'sh', 'grep'] as const) {
    const tool = tools[name];
    if (tool === false) continue;
    if (tool === undefined) symlinkSync(pathOf('busybox'), join(bin, name));
    else {
      writeFileSync(join(bin, name), tool.replaceAll('BUSYBOX', pathOf('busybox')));
      chmodSync(join(bin, name), 0o755);
    }
  }
  return bin;
}

/** This machine, as far as those tools show it; counts what is executed. */
export async function hostWith(tools: Tools = {}): Promise<Upstream & { executed: string[] }> {
  const local = openLocal();
  onTestFinished(() => local[Symbol.asyncDispose]());
  const path = Buffer.from(await binFolder(tools));
  const executed: string[] = [];
  return {
    url: local.url,
    host: local.host,
    executed,
    execute(invocation, stdio) {
      const { asked } = invocation;
      executed.push(asked.kind === 'argv' ? asked.argv.join(' ') : asked.kind);
      return local.execute({ ...invocation, env: new Map([['PATH', path]]) }, stdio);
    },
    [Symbol.asyncDispose]: () => local[Symbol.asyncDispose](),
  };
}
