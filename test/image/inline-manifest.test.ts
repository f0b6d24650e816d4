import { join } from 'node:path';
import { expect, it } from 'vitest';
import { buildImage } from '../../src/image/build.ts';
import { imageData } from '../../src/image/image-data.ts';
import { inlineManifest } from '../../src/image/inline-manifest.ts';
import { needs } from '../support/needs.ts';
import { folderWith, wrongIn } from './manifest/folder.ts';
import { APPLIANCE } from './planned.ts';
import { readFileSync } from 'node:fs';

const FILES = {
  'image.yaml': `version: 1
extends: base/base.yaml
matching: { volatile: ['b[0-9]+'] }
transforms:
  - match: { target: uname }
    do: { rewrite: [{ stream: stdout, pattern: lab, with: image }] }
hooks:
  - name: second
    match: { target: raid-ctl }
    when: before
    do: { mock: { stdout: { file: said/raid.txt }, exit: 0 } }
`,
  'base/base.yaml': `version: 1
matching: { volatile: ['a[0-9]+'], stdin: ignore }
hooks:
  - name: first
    match: { target: df }
    do: { mock: { stdout: { file: df.txt } } }
  - name: second
    match: { target: other }
    do: { mock: { stdout: gone } }
`,
  'base/df.txt': 'all free\n',
  'said/raid.txt': Buffer.from([0xff, 0x00, 0x0a]),
};

it('is one piece of data, of all that it extends and the bytes of all files', async () => {
  const folder = await folderWith(FILES);
  const data = await inlineManifest(join(folder, 'image.yaml'));
  expect(data).toEqual({
    version: 1,
    matching: { volatile: ['a[0-9]+', 'b[0-9]+'], stdin: 'ignore' },
    hooks: [
      { name: 'first', match: { target: 'df' }, do: { mock: { stdout: { base64: 'YWxsIGZyZWUK' } } } },
      {
        name: 'image.yaml:5',
        when: 'after',
        match: { target: 'uname' },
        do: { rewrite: [{ stream: 'stdout', pattern: 'lab', with: 'image' }] },
      },
      {
        name: 'second',
        when: 'before',
        match: { target: 'raid-ctl' },
        do: { mock: { stdout: { base64: '/wAK' }, exit: 0 } },
      },
    ],
  });
});

it.each([
  ['env', 'env: [LANG]', 'image.yaml:2:6: env is for the deck to say'],
  ['redactors', 'redactors: [{ name: a, pattern: b }]', 'image.yaml:2:12: redactors is for the deck to say'],
  ['matching.match', 'matching: { match: [user] }', 'image.yaml:2:20: matching.match is for the deck to say'],
  ['a hook that is none', 'hooks: [{ do: { mok: {} } }]', 'image.yaml:2:17: '],
])('is refused with %s', async (_, line, why) => {
  const folder = await folderWith({ 'image.yaml': `version: 1\n${line}\n` });
  expect(await wrongIn(folder, inlineManifest(join(folder, 'image.yaml')))).toContain(why);
});

needs('gcc', 'busybox')('the data of an image', () => {
  it('is what a deck takes', async () => {
    const interpose = `version: 1
manifest: image.yaml
labels: { com.example.team: storage }
host: { os: Example NAS, version: '4.2', build: '77' }
paths:
  - { path: /usr/bin/bash, log: false }
  - { path: '/usr/sbin/*', miss: passthrough }
`;
    const folder = await folderWith({ ...FILES, 'interpose.yaml': interpose });
    const out = join(folder, 'root');
    const options = { tag: 'nas:1', labels: {}, arch: process.arch === 'arm64' ? 'arm64' : 'x64' } as const;
    await buildImage(
      { ...options, listing: APPLIANCE, out, interpose: join(folder, 'interpose.yaml') },
      process.env,
    );
    const data: unknown = JSON.parse(readFileSync(join(out, '.tapehead/image.json'), 'utf8'));
    expect(imageData.parse(data)).toMatchObject({
      format: 1,
      name: 'nas:1',
      labels: { 'com.example.team': 'storage', 'io.tapehead.host': 'Example NAS 4.2 build-77' },
      interposed: [
        { path: '/usr/bin/bash', log: false },
        { path: '/usr/sbin/*', miss: 'passthrough' },
      ],
    });
    expect(JSON.stringify(data)).not.toContain(folder);
  });
});
