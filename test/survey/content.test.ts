import { generateKeyPairSync } from 'node:crypto';
import { truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { bringContent, type ContentOptions } from '../../recorder/survey/content.ts';
import { listFiles } from '../../recorder/survey/list.ts';
import { needs } from '../support/needs.ts';
import { FakeUpstream } from '../support/fake-upstream.ts';
import { hostWith, PLAIN_SH, surveyed, type Tools } from './a-host.ts';

const stop = new AbortController().signal;

async function bring(folder: string, options: Partial<ContentOptions> = {}, tools: Tools = {}) {
  const host = await hostWith(tools);
  const { entries } = await listFiles(host, { root: Buffer.from(folder), stop });
  const brought = await bringContent(host, entries, { globs: ['**'], limit: 64 * 1024, stop, ...options });
  const contentOf = (name: string): Buffer | undefined =>
    brought.entries.find(({ path }) => path.toString('latin1').endsWith(`/${name}`))?.content;
  return { ...brought, contentOf, executed: host.executed };
}

needs('busybox')('content of files', () => {
  it('comes along byte for byte, whatever their names and bytes are', async () => {
    const folder = await surveyed();
    const every = Buffer.from(Array.from({ length: 70_000 }, (_, i) => (i * 7) % 256));
    writeFileSync(join(folder, "it's\nhere"), every);
    writeFileSync(Buffer.from(`${folder}/\xff\xfe`, 'latin1'), '\n\nno end of line');
    writeFileSync(join(folder, 'empty'), '');
    const { contentOf, brought, executed } = await bring(folder, { limit: 70_000 });
    expect(contentOf("it's\nhere")?.equals(every)).toBe(true);
    expect(contentOf('\xff\xfe')?.toString()).toBe('\n\nno end of line');
    expect(contentOf('empty')?.length).toBe(0);
    expect(brought).toBe(3);
    expect(executed).toHaveLength(3);
  });

  it('comes along where a glob says so', async () => {
    const folder = await surveyed();
    for (const name of ['a.conf', 'b.conf', 'c.log']) writeFileSync(join(folder, name), name);
    const { contentOf } = await bring(folder, { globs: [`${folder}/*.conf`] });
    expect([contentOf('a.conf')?.toString(), contentOf('b.conf')?.toString(), contentOf('c.log')]).toEqual([
      'a.conf',
      'b.conf',
      undefined,
    ]);
  });

  it('over the limit stays behind, and is told', async () => {
    const folder = await surveyed();
    for (const [name, size] of [
      ['at it', 100],
      ['over it', 101],
    ] as const) {
      writeFileSync(join(folder, name), '');
      truncateSync(join(folder, name), size);
    }
    const { contentOf, told } = await bring(folder, { limit: 100 });
    expect(contentOf('at it')?.length).toBe(100);
    expect(contentOf('over it')).toBeUndefined();
    expect(told).toEqual([
      expect.objectContaining({ count: 1, what: expect.stringContaining('100 bytes') as string }),
    ]);
  });

  it('beyond 256 MiB in all stays behind', async () => {
    const entry = (path: string, size: number) =>
      ({ path: Buffer.from(path), type: 'file', mode: 0o644, owner: 'root', group: 'root', size }) as const;
    const large = 200 * 1024 * 1024;
    const host = new FakeUpstream(() => ({ outcome: { kind: 'exited', code: 0 } }));
    const entries = [entry('/a', large), entry('/b', large), entry('/empty', 0)];
    const bringing = bringContent(host, entries, { globs: ['/b', '/empty'], limit: large, stop });
    await expect(bringing).rejects.toMatchObject({
      message: expect.stringContaining('0 of 1 files') as string,
    });
    const all = bringContent(host, entries, { globs: ['**'], limit: large, stop });
    await expect(all).rejects.toMatchObject({ message: expect.stringContaining('0 of 1 files') as string });
  });

  it('of a file that grew meanwhile stays behind', async () => {
    const folder = await surveyed();
    writeFileSync(join(folder, 'log'), 'short');
    const cat = '#!/bin/sh\nBUSYBOX seq 100000\n';
    const { contentOf, told } = await bring(folder, { limit: 1000 }, { sh: PLAIN_SH, cat });
    expect(contentOf('log')).toBeUndefined();
    expect(told).toHaveLength(1);
  });

  it('that cannot be read is told, and the rest goes on', async () => {
    const folder = await surveyed();
    for (const name of ['a', 'locked', 'z']) writeFileSync(join(folder, name), name);
    const cat = '#!/bin/sh\ncase "$1" in */locked) exit 1;; esac\nexec BUSYBOX cat "$@"\n';
    const { contentOf, unread } = await bring(folder, {}, { sh: PLAIN_SH, cat });
    expect([contentOf('a')?.toString(), contentOf('locked'), contentOf('z')?.toString()]).toEqual([
      'a',
      undefined,
      'z',
    ]);
    expect(unread).toEqual([{ what: 'content could not be read', count: 1, examples: [`${folder}/locked`] }]);
  });

  it('has no secrets, and its length', async () => {
    const folder = await surveyed();
    const key = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({
      type: 'pkcs8',
      format: 'pem',
    });
    const hash =
      '$6$Kq1bVQ0sZ3yT$8x0Nf3mYpZ4cW7hLq2vB9rT6uJ1kD5gS0aE3iO8nM4wX7yC2zH6fR1lP5tQ9bV0jU3sK8dG4oA7eI2mN6wY1x.';
    const files = {
      'server.key': String(key),
      shadow: `root:${hash}:13358:0:99999:7:::\n`,
      'z.conf': 'plain = 1\n',
    };
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    // Nothing but the other file gives it away here.
    writeFileSync(join(folder, 'a.note'), `seen: ${hash}\n`);
    const { contentOf, redacted } = await bring(folder);
    expect(redacted).toBe(3);
    for (const [name, text] of Object.entries(files)) expect(contentOf(name)?.length).toBe(text.length);
    expect(contentOf('server.key')?.toString()).not.toContain(String(key).split('\n')[1]);
    expect(contentOf('server.key')?.toString()).toMatch(
      /^-----BEGIN PRIVATE KEY-----\n[*\n]+-----END PRIVATE KEY-----\n$/,
    );
    for (const name of ['shadow', 'a.note']) expect(contentOf(name)?.toString()).not.toContain('8x0Nf3mYpZ');
    expect(contentOf('z.conf')?.toString()).toBe('plain = 1\n');
  });

  it('of a host that dies half-way is none', async () => {
    const folder = await surveyed();
    writeFileSync(join(folder, 'a'), 'a');
    const { entries } = await listFiles(await hostWith(), { root: Buffer.from(folder), stop });
    const dying = new FakeUpstream(() => ({ outcome: { kind: 'lost', reason: 'connection reset' } }));
    await expect(bringContent(dying, entries, { globs: ['**'], limit: 10, stop })).rejects.toMatchObject({
      code: 'SURVEY_FAILED',
      message: expect.stringContaining('0 of 1 files') as string,
    });
  });
});
