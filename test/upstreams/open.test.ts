import { expect, it } from 'vitest';
import { openUpstream } from '../../src/upstreams/open.ts';

it.each([
  'esx-1',
  'http://esx-1',
  'ssh:',
  'ssh://',
  'ssh://root@',
  'ssh://esx-1/path',
  'ssh://esx-1?x',
  'ssh://esx-1:99999',
  'local:/bin',
  '',
])('%j is no upstream, and the error says what is', async (url) => {
  await expect(openUpstream(url)).rejects.toMatchObject({
    code: 'BAD_URL',
    message: expect.stringContaining(JSON.stringify(url)) as string,
    remedy: expect.stringContaining('ssh://root@esx-1') as string,
  });
});

it('takes no password from a URL, and does not repeat it', async () => {
  const error = await openUpstream('ssh://root:hunter2@esx-1').catch((cause: unknown) => cause);
  expect(error).toMatchObject({
    code: 'BAD_URL',
    remedy: expect.stringContaining('TAPEHEAD_UPSTREAM_PASSWORD') as string,
  });
  expect(String(error)).not.toContain('hunter2');
});

it('opens this machine', async () => {
  await using upstream = await openUpstream('local:');
  expect(upstream.url).toBe('local:');
});
