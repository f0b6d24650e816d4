import { execFileSync } from 'node:child_process';
import { chmodSync, linkSync, lstatSync, mkdirSync, symlinkSync, writeFileSync, readdirSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Entry } from '../../src/listing/entry.ts';
import { readListing } from '../../src/listing/read.ts';
import { listingText } from '../../src/listing/write.ts';
import { listFiles, type ListOptions } from '../../recorder/survey/list.ts';
import { needs } from '../support/needs.ts';
import { FakeUpstream } from '../support/fake-upstream.ts';
import {
  FIND_WITHOUT_BATCH,
  hostWith,
  PLAIN_SH,
  STAT_WITHOUT_FORMAT,
  surveyed,
  type Tools,
} from './a-host.ts';

const never = new AbortController().signal;
const list = async (root: string, tools: Tools = {}, options: Partial<ListOptions> = {}) =>
  listFiles(await hostWith(tools), { root: Buffer.from(root), stop: never, ...options });

/** Names that trip a shell, and every kind of thing that may lie at a path. */
async function awkwardFolder(): Promise<string> {
  const folder = await surveyed();
  const at = (name: string | Buffer): Buffer => Buffer.concat([Buffer.from(`${folder}/`), Buffer.from(name)]);
  for (const name of AWKWARD) writeFileSync(at(name), 'four');
  mkdirSync(at('folder'));
  mkdirSync(at('folder/deep er'));
  writeFileSync(at("folder/deep er/it's"), 'x'.repeat(1234));
  writeFileSync(at('.hidden'), '');
  writeFileSync(at('..two'), '');
  chmodSync(at('.hidden'), 0o6755);
  mkdirSync(at('sticky'));
  chmodSync(at('sticky'), 0o1777);
  symlinkSync(Buffer.from("no where -> 'at\nall\xff", 'latin1'), at('dangling'));
  symlinkSync('cyclic', at('cyclic'));
  linkSync(at('plain'), at('plain again'));
  execFileSync('mkfifo', [`${folder}/pipe`]);
  return folder;
}

const AWKWARD = [
  'plain',
  'with space ',
  ' "quotes" \'n\' `ticks` $HOME',
  'new\nline',
  '\nfirst\n\nlast\n',
  '-n',
  'back\\slash\\n',
  '*?[a]',
  '-> arrow',
  Buffer.from([0xff, 0xfe, 0x0a, 0x80]),
  'ünï€😀',
];

/** What Node says of the same paths. */
function truth(entry: Entry): object {
  const stats = lstatSync(entry.path);
  return { mode: stats.mode & 0o7777, ...(entry.type === 'file' && { size: stats.size }) };
}

const MEANS: [string, Tools, object][] = [
  ['busybox', {}, { walk: 'find-batch', describe: 'stat' }],
  ['a plain sh', { sh: PLAIN_SH }, { walk: 'find-batch', describe: 'stat' }],
  ['a find without +', { sh: PLAIN_SH, find: FIND_WITHOUT_BATCH }, { walk: 'find-each', describe: 'stat' }],
  ['no find', { sh: PLAIN_SH, find: false }, { walk: 'shell', describe: 'stat' }],
  ['a stat without -c', { sh: PLAIN_SH, stat: STAT_WITHOUT_FORMAT }, { walk: 'find-batch', describe: 'ls' }],
  ['no stat', { sh: PLAIN_SH, stat: false }, { walk: 'find-batch', describe: 'ls' }],
  [
    'a find without + and no stat',
    { sh: PLAIN_SH, find: FIND_WITHOUT_BATCH, stat: false },
    { walk: 'find-each', describe: 'ls' },
  ],
  ['neither find nor stat', { sh: PLAIN_SH, find: false, stat: false }, { walk: 'shell', describe: 'ls' }],
];

needs('busybox')('the files of a host', () => {
  it.each(MEANS)('are listed the same with %s', async (_, tools, means) => {
    const folder = await awkwardFolder();
    const listed = await list(folder, tools);
    expect(listed.means).toMatchObject(means);
    expect(listed.unread).toEqual([]);
    const { entries } = listed;
    const names = entries.map(({ path }) => path.subarray(folder.length + 1).toString('latin1'));
    const expected = [
      ...AWKWARD.map((name) => Buffer.from(name)),
      ...['', '.hidden', '..two', 'dangling', 'cyclic', 'plain again', 'pipe', 'sticky', 'folder'].map(
        (name) => Buffer.from(name),
      ),
      ...['folder/deep er', "folder/deep er/it's"].map((name) => Buffer.from(name)),
    ];
    expect(names.toSorted()).toEqual(expected.map((name) => name.toString('latin1')).toSorted());
    for (const entry of entries) expect(entry).toMatchObject(truth(entry));
    const byName = new Map(entries.map((entry, i) => [names[i], entry]));
    const { username } = userInfo();
    expect(byName.get('.hidden')).toMatchObject({ type: 'file', mode: 0o6755, size: 0, owner: username });
    expect(byName.get('dangling')?.target?.toString('latin1')).toBe("no where -> 'at\nall\xff");
    expect(byName.get('cyclic')).toMatchObject({ type: 'symlink', target: Buffer.from('cyclic') });
    expect(byName.get('pipe')?.type).toBe('fifo');
    expect(byName.get('folder/deep er')?.type).toBe('folder');
    if ((means as { describe: string }).describe === 'stat')
      for (const name of ['plain', 'plain again']) expect(byName.get(name)?.inode).toBe(`${folder}/plain`);
    expect(byName.get('with space ')?.inode).toBeUndefined();
    // What is written is read as what was seen.
    expect(readListing(Buffer.from([...listingText(entries)].join('')))).toEqual({ entries, told: [] });
  });

  it('are listed without readlink, bytes that are no ASCII aside', async () => {
    const folder = await surveyed();
    symlinkSync('here -> there', join(folder, 'a -> b'));
    const { entries } = await list(folder, { sh: PLAIN_SH, stat: false, readlink: false });
    expect(entries[1]?.target?.toString()).toBe('here -> there');
  });

  it('are listed where readlink is there and says nothing', async () => {
    const folder = await surveyed();
    symlinkSync('there', join(folder, 'here'));
    const tools = { sh: PLAIN_SH, find: false, stat: false, readlink: '#!/bin/sh\nexit 127\n' } as const;
    const { entries } = await list(folder, tools);
    expect(entries[1]?.target?.toString()).toBe('there');
  });

  it('are no hard links of what is not listed', async () => {
    const folder = await awkwardFolder();
    const { entries } = await list(folder, {}, { exclude: ['**/plain again'] });
    expect(entries.filter(({ inode }) => inode !== undefined)).toEqual([]);
  });

  it('have the numbers of devices', async () => {
    for (const tools of [{}, { sh: PLAIN_SH, stat: false } as const]) {
      const { entries } = await list('/dev', tools);
      const nothing = entries.find(({ path }) => path.toString() === '/dev/null');
      expect(nothing).toMatchObject({ type: 'char-device', mode: 0o666, major: 1, minor: 3, owner: 'root' });
    }
  });

  it('take two executions', async () => {
    const host = await hostWith();
    await listFiles(host, { root: Buffer.from(await surveyed()), stop: never });
    expect(host.executed).toEqual(['sh', 'sh']);
  });

  it.each([{}, { sh: PLAIN_SH, find: false }] as Tools[])(
    'leave pseudo file systems out, which are listed and not entered: %o',
    async (tools) => {
      const { entries, notEntered } = await list('/', tools, { exclude: ALL_BUT_PROC });
      const paths = entries.map(({ path }) => path.toString());
      expect(paths).toContain('/proc');
      expect(paths.filter((path) => path.startsWith('/proc/'))).toEqual([]);
      expect(notEntered).toContain('/proc');
    },
  );

  it('below a pseudo file system that is named are listed', async () => {
    const { entries } = await list('/proc/sys/kernel/random');
    expect(entries.length).toBeGreaterThan(0);
  });

  it.each([{}, { sh: PLAIN_SH, find: false }] as Tools[])('leave out what is excluded: %o', async (tools) => {
    const folder = await awkwardFolder();
    const exclude = [`${folder}/folder`, '**/plain*', `${folder}/sticky/**`];
    const paths = (await list(folder, tools, { exclude })).entries.map(({ path }) => path.toString());
    expect(paths.filter((path) => path.includes('folder') || path.includes('plain'))).toEqual([]);
    expect(paths).toContain(`${folder}/sticky`);
  });

  it('that cannot be read are told, and the rest goes on', async () => {
    const script = `#!/bin/sh
echo "find: /locked: Permission denied" >&2
exec BUSYBOX find "$@"
`;
    const folder = await awkwardFolder();
    const { entries, unread } = await list(folder, { sh: PLAIN_SH, find: script });
    expect(entries.length).toBeGreaterThan(10);
    expect(unread).toEqual([
      { what: 'could not be read', count: 1, examples: ['find: /locked: Permission denied'] },
    ]);
  });

  it('that went away while they were looked at do no harm', async () => {
    const script = `#!/bin/sh
echo "stat: can't stat '/gone': No such file or directory" >&2
exec BUSYBOX find "$@"
`;
    const { unread, told } = await list(await surveyed(), { sh: PLAIN_SH, find: script });
    expect(unread).toEqual([]);
    expect(told).toHaveLength(1);
  });
});

needs('busybox')('a host that cannot be surveyed', () => {
  it.each<[string, string, Tools, RegExp]>([
    ['neither stat nor ls', '/', { sh: PLAIN_SH, stat: false, ls: false }, /neither a stat .* nor an ls/],
    ['no such root', '/there/is/none', {}, /no folder \/there\/is\/none/],
  ])('as it has %s says so', async (_, root, tools, message) => {
    await expect(list(root, tools)).rejects.toMatchObject({
      code: 'SURVEY_FAILED',
      message: expect.stringMatching(message) as string,
    });
  });

  it('as the root is relative says so', async () => {
    await expect(list('opt')).rejects.toMatchObject({ code: 'USAGE' });
  });

  it('as its find is killed half-way says so', async () => {
    const script = '#!/bin/sh\nBUSYBOX find "$@"\ncase "$*" in *stat*) kill -9 $$;; esac\n';
    await expect(list(await surveyed(), { sh: PLAIN_SH, find: script })).rejects.toMatchObject({
      code: 'SURVEY_FAILED',
      message: expect.stringMatching(/broke off after 1 entries: .*137/) as string,
    });
  });

  it('as it dies half-way says so', async () => {
    const dying = new FakeUpstream((_, nth) => ({
      stdout: nth === 1 ? 'greeting' : '',
      outcome: { kind: 'lost', reason: 'connection reset' },
    }));
    await expect(listFiles(dying, { stop: never })).rejects.toMatchObject({
      code: 'SURVEY_FAILED',
      message: expect.stringContaining('connection reset') as string,
    });
  });
});

/** So that a test that begins at / ends soon. */
const ALL_BUT_PROC = readdirSync('/')
  .filter((name) => name !== 'proc')
  .flatMap((name) => [`/${name}`, `/${name}/**`]);
