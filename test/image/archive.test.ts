import { createHash } from 'node:crypto';
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { buildImage, type BuildOptions } from '../../src/image/build.ts';
import { inspectImage } from '../../src/image/inspect.ts';
import { readTar } from '../../src/tar/read.ts';
import { sourceOf } from '../../src/tar/source.ts';
import { MAIN, startProgram, testFolder } from '../cli/run-tapehead.ts';
import { needs } from '../support/needs.ts';
import { random } from '../support/random.ts';
import { treeAt } from '../tar/trees.ts';
import { APPLIANCE } from './planned.ts';

const options = (out: string): BuildOptions => ({
  ...{
    listing: APPLIANCE,
    out,
    tag: 'appliance:1',
    labels: {},
    arch: process.arch === 'arm64' ? 'arm64' : 'x64',
  },
});

/** The files of an archive by their names. */
function filesOf(archive: Buffer): Map<string, Buffer> {
  const entries = Array.from(readTar(sourceOf(archive, 'image.tar')));
  return new Map(entries.map(({ path, start, size }) => [path, archive.subarray(start, start + size)]));
}

type Json = Record<string, unknown>;
const json = (bytes: Buffer | undefined): unknown => JSON.parse(bytes?.toString() ?? 'null');

needs('gcc', 'busybox')('an archive', () => {
  it('is an OCI layout, each blob under its digest (image-spec, image-layout.md)', async () => {
    const out = join(await testFolder(), 'image.tar');
    await buildImage(options(out), process.env);
    const files = filesOf(readFileSync(out));
    expect(json(files.get('oci-layout'))).toMatchObject({ imageLayoutVersion: '1.0.0' });
    const blobs = [...files].filter(([name, bytes]) => name.startsWith('blobs/sha256/') && bytes.length > 0);
    expect(blobs).toHaveLength(5);
    for (const [name, bytes] of blobs)
      expect(name).toBe(`blobs/sha256/${createHash('sha256').update(bytes).digest('hex')}`);
    const { manifests } = json(files.get('index.json')) as {
      manifests: { digest: string; size: number; annotations: Json }[];
    };
    expect(manifests).toEqual([
      expect.objectContaining({
        mediaType: 'application/vnd.oci.image.manifest.v1+json',
        annotations: {
          'io.containerd.image.name': 'docker.io/library/appliance:1',
          'org.opencontainers.image.ref.name': 'appliance:1',
          'io.tapehead.version': expect.stringMatching(/^\d/) as unknown,
        },
      }),
    ]);
    const blob = (digest = ''): Buffer | undefined => files.get(`blobs/${digest.replace(':', '/')}`);
    const manifest = json(blob(manifests[0]?.digest)) as { config: Descriptor; layers: Descriptor[] };
    for (const { digest, size } of [manifest.config, ...manifest.layers])
      expect(blob(digest)).toHaveLength(size);
    const config = json(blob(manifest.config.digest)) as { rootfs: Json; os: string; created: string };
    expect(config).toMatchObject({ os: 'linux', created: '1970-01-01T00:00:00Z' });
    expect(config.rootfs).toEqual({ type: 'layers', diff_ids: manifest.layers.map(({ digest }) => digest) });
  });

  // docker load cannot be run here, there is no engine: this is the form that `docker save` writes and documents
  // (moby, image/spec/v1.2.md, "Combined Image JSON + Filesystem Changeset Format").
  it("has docker's manifest.json, which names files of the archive", async () => {
    const out = join(await testFolder(), 'image.tar');
    await buildImage(options(out), process.env);
    const files = filesOf(readFileSync(out));
    const [docker, ...others] = json(files.get('manifest.json')) as {
      Config: string;
      RepoTags: string[];
      Layers: string[];
    }[];
    expect(others).toEqual([]);
    expect(Object.keys(docker ?? {}).sort()).toEqual(['Config', 'Layers', 'RepoTags']);
    expect(docker?.RepoTags).toEqual(['appliance:1']);
    const config = json(files.get(docker?.Config ?? '')) as {
      rootfs: { diff_ids: string[] };
      architecture: string;
    };
    expect(config.architecture).toBe(process.arch === 'arm64' ? 'arm64' : 'amd64');
    const digests = docker?.Layers.map(
      (name) =>
        `sha256:${createHash('sha256')
          .update(files.get(name) ?? '')
          .digest('hex')}`,
    );
    expect(digests).toEqual(config.rootfs.diff_ids);
  });

  it('has the shim in one place, and what leads to it in the same layer', async () => {
    const out = join(await testFolder(), 'image.tar');
    await buildImage(options(out), process.env);
    const [docker] = json(filesOf(readFileSync(out)).get('manifest.json')) as { Layers: string[] }[];
    const files = filesOf(readFileSync(out));
    const layers =
      docker?.Layers.map((name) => [...readTar(sourceOf(files.get(name) as Buffer, name))]) ?? [];
    const shims = layers.map(
      (entries) => entries.filter(({ path, target }) => [path, target].includes('.tapehead/shim')).length,
    );
    expect(shims).toEqual([0, 10, 0]);
    for (const entries of layers) {
      const before = new Set<string>();
      for (const { path, kind, target } of entries) {
        if (kind === 'hardlink') expect(before).toContain(target);
        before.add(path);
      }
    }
  });

  it('is the same bytes whoever builds it, where and when', async () => {
    const folder = await testFolder();
    const far = join(folder, 'a', 'b');
    mkdirSync(far, { recursive: true });
    const listing = join(far, 'shuffled.json');
    const draw = random();
    const entries = JSON.parse(readFileSync(APPLIANCE, 'utf8')) as unknown[];
    const shuffled = entries
      .map((entry) => [draw.int(2 ** 30), entry] as const)
      .toSorted(([a], [b]) => a - b);
    writeFileSync(listing, JSON.stringify(shuffled.map(([, entry]) => entry)));
    const build = (cwd: string, name: string, umask: string, env: NodeJS.ProcessEnv, from: string) => {
      const words = ['image', 'build', '--listing', from, '--out', name].map((word) => `'${word}'`).join(' ');
      return startProgram(['sh', '-c', `umask ${umask}; exec ${process.execPath} ${MAIN} ${words}`], {
        cwd,
        env,
      }).done;
    };
    for (const name of ['image.tar', 'image.tar.gz', 'root']) {
      await build(folder, name, '022', { TZ: 'UTC', LC_ALL: 'C' }, APPLIANCE);
      await build(far, name, '077', { TZ: 'Pacific/Auckland', LC_ALL: 'de_DE.UTF-8', USER: 'x' }, listing);
    }
    for (const name of ['image.tar', 'image.tar.gz'])
      expect(
        readFileSync(join(far, name)).equals(readFileSync(join(folder, name))),
        `TAPEHEAD_SEED=${draw.seed}`,
      ).toBe(true);
    expect(treeAt(join(far, 'root'))).toEqual(treeAt(join(folder, 'root')));
  });

  it('changes in its last layers only, where only a manifest does', async () => {
    const folder = await testFolder();
    const interpose = join(folder, 'interpose.yaml');
    const layers = async (yaml: string): Promise<string[]> => {
      writeFileSync(interpose, yaml);
      await buildImage({ ...options(join(folder, 'image.tar')), interpose }, process.env);
      return (await inspectImage(join(folder, 'image.tar'))).layers.map(({ digest }) => digest);
    };
    const first = await layers('version: 1\n');
    const logged = await layers('version: 1\npaths: [{ path: /usr/bin/bash, log: false }]\n');
    expect(logged.slice(0, 2)).toEqual(first.slice(0, 2));
    expect(logged[2]).not.toBe(first[2]);
  });

  it('is compressed where its name says so, and nothing else of it differs', async () => {
    const folder = await testFolder();
    for (const name of ['image.tar', 'image.tgz']) await buildImage(options(join(folder, name)), process.env);
    const [plain, zipped] = ['image.tar', 'image.tgz'].map((name) => readFileSync(join(folder, name)));
    expect(gunzipSync(zipped as Buffer).equals(plain as Buffer)).toBe(true);
  });
});

interface Descriptor {
  digest: string;
  size: number;
}

needs(
  'gcc',
  'busybox',
  'mount namespaces',
)('what is at the place already', () => {
  it('is replaced where it is an image of ours', async () => {
    const folder = await testFolder();
    for (const name of ['image.tar', 'image.tgz', 'root']) {
      await buildImage(options(join(folder, name)), process.env);
      await buildImage({ ...options(join(folder, name)), labels: { again: 'yes' } }, process.env);
      expect((await inspectImage(join(folder, name))).labels).toMatchObject({ again: 'yes' });
    }
    expect(readdirSync(folder).sort()).toEqual(['image.tar', 'image.tgz', 'root']);
  });

  it('is the same as one built anew, whatever has become of the earlier one', async () => {
    const folder = await testFolder();
    const [root, anew] = [join(folder, 'root'), join(folder, 'anew')];
    await buildImage(options(anew), process.env);
    await buildImage(options(root), process.env);
    writeFileSync(join(root, 'etc/motd'), 'changed');
    chmodSync(join(root, 'usr/lib/modules/6.1.0/extra/zfs.ko'), 0o777);
    rmSync(join(root, 'home'), { recursive: true });
    symlinkSync(join(folder, 'home'), join(root, 'home'));
    mkdirSync(join(folder, 'home/admin'), { recursive: true });
    writeFileSync(join(folder, 'home/admin/two words'), '');
    chmodSync(join(folder, 'home/admin/two words'), 0o600);
    utimesSync(join(folder, 'home/admin/two words'), 0, 0);
    await buildImage(options(root), process.env);
    expect(treeAt(root)).toEqual(treeAt(anew));
    expect(statSync(join(folder, 'home/admin/two words')).nlink).toBe(1);
    expect(statSync(join(root, 'usr/lib/python3/dist-packages/storage.py')).nlink).toBe(1);
  });

  it('is replaced where it is an empty folder', async () => {
    const root = join(await testFolder(), 'root');
    mkdirSync(root);
    await buildImage(options(root), process.env);
    expect(readdirSync(root)).toContain('usr');
  });

  it('is a folder by a name with a slash behind it, too', async () => {
    const folder = await testFolder();
    for (const _ of ['new', 'there']) await buildImage(options(`${join(folder, 'root')}//`), process.env);
    expect(readdirSync(folder)).toEqual(['root']);
    expect(readdirSync(join(folder, 'root'))).toContain('usr');
  });

  it('is left alone where it is none', async () => {
    const folder = await testFolder();
    mkdirSync(join(folder, 'home'));
    writeFileSync(join(folder, 'home', 'letter'), 'dear');
    writeFileSync(join(folder, 'backup.tar'), 'not a tar');
    writeFileSync(join(folder, 'backup.tgz'), 'nor this');
    for (const name of ['home', 'backup.tar', 'backup.tgz', 'home/letter'])
      await expect(buildImage(options(join(folder, name)), process.env)).rejects.toThrow(
        expect.objectContaining({ code: 'IMAGE_UNWRITABLE' }),
      );
    expect(readdirSync(folder).sort()).toEqual(['backup.tar', 'backup.tgz', 'home']);
    expect(readFileSync(join(folder, 'home', 'letter'), 'utf8')).toBe('dear');
  });

  it.each(['image.tar', 'image.tgz', 'root'])(
    'stays as it was where there is no more room for %s',
    async (name) => {
      const folder = await testFolder();
      const disk = join(folder, 'disk');
      mkdirSync(disk);
      const build = `${process.execPath} ${MAIN} image build --listing ${APPLIANCE} --out ${disk}/${name}`;
      // A disk that the image fits on once, and not a second time.
      const script = `mount -t tmpfs -o size=3m tmpfs ${disk} && ${build} && sha256sum ${disk}/${name}
      echo 'label: second' >&2; ${build} --label second=yes; echo "code $?"; ls -A ${disk}; sha256sum ${disk}/${name}`;
      const user = process.getuid?.() === 0 ? [] : ['--user', '--map-root-user'];
      const { stdout, stderr } = await startProgram(['unshare', ...user, '--mount', 'sh', '-c', script]).done;
      expect(stderr).toMatch(
        /tapehead: the image .* cannot be written: there is no more room\ntry: make room/,
      );
      expect(stdout).toContain(`code 1\n${name}\n`);
      const digests = stdout.match(/^[0-9a-f]{64}/gm);
      if (name !== 'root') expect(new Set(digests).size).toBe(1);
    },
  );
});

needs('gcc', 'busybox')('a file that is set-user-ID on the host', () => {
  it('is so in an archive, and not in a folder, where it is the builder whose rights it would give away', async () => {
    const folder = await testFolder();
    const [files, interpose] = [join(folder, 'files.yaml'), join(folder, 'interpose.yaml')];
    writeFileSync(files, "version: 1\nfiles: [{ path: /usr/bin/su, text: x, mode: '6755' }]\n");
    writeFileSync(interpose, 'version: 1\nexclude: [/usr/bin/su]\n');
    for (const name of ['root', 'image.tar'])
      await buildImage({ ...options(join(folder, name)), files, interpose }, process.env);
    expect(statSync(join(folder, 'root/usr/bin/su')).mode & 0o7777).toBe(0o755);
    const archive = filesOf(readFileSync(join(folder, 'image.tar')));
    const modes = [...archive].flatMap(([name, bytes]) =>
      name.startsWith('blobs/sha256/') && bytes.subarray(257, 262).toString() === 'ustar'
        ? [...readTar(sourceOf(bytes, name))]
            .filter(({ path }) => path === 'usr/bin/su')
            .map(({ mode }) => mode)
        : [],
    );
    expect(modes).toEqual([0o6755]);
  });
});

describe('inspecting', () => {
  it('tells that an archive cannot be decompressed where temporary files have no place', async () => {
    const folder = await testFolder();
    const archive = join(folder, 'image.tar.gz');
    writeFileSync(archive, gzipSync('x'));
    const env = { ...process.env, TMPDIR: join(folder, 'nowhere') };
    const { stderr, code } = await startProgram([process.execPath, MAIN, 'image', 'inspect', archive], {
      env,
    }).done;
    expect(stderr).toMatch(
      /cannot be decompressed: ENOENT.*\ntry: room where temporary files are, or TMPDIR=/,
    );
    expect(code).toBe(1);
  });

  it.each([
    ['a file that is no tar', 'letter', /letter is no tar, or damaged/],
    ['a folder that is no image', '.', /is no image that tapehead built/],
    ['nothing', 'nowhere', /there is no such file/],
  ])('tells of %s what it is not', async (_, name, why) => {
    const folder = await testFolder();
    writeFileSync(join(folder, 'letter'), 'dear '.repeat(500));
    await expect(inspectImage(join(folder, name))).rejects.toThrow(why);
  });
});
