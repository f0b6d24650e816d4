import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it, vi } from 'vitest';
import { parse } from 'yaml';
import { startTapehead, testFolder } from '../cli/run-tapehead.ts';
import { imageIn } from '../image-runs/an-image.ts';
import { needs } from '../support/needs.ts';
import { writeCassette } from '../support/tape.ts';

const example = (name: string): unknown =>
  parse(readFileSync(fileURLToPath(new URL(`../../examples/image/${name}`, import.meta.url)), 'utf8'), {
    merge: true,
  });

interface Compose {
  services: Record<
    string,
    {
      command: string[];
      volumes: string[];
      environment?: Record<string, string>;
      healthcheck?: { test: string[] };
    }
  >;
}

interface Mounted {
  command?: string[];
  args?: string[];
  volumeMounts: { name: string; mountPath: string }[];
  env?: { name: string; value?: string }[];
  startupProbe?: { exec: { command: string[] } };
}

interface Pod {
  metadata: { name: string };
  spec: { initContainers: [Mounted]; containers: [Mounted]; volumes: { name: string }[] };
}

/** What a file has a deck and a host started with. */
interface Started {
  deck: string[];
  ready: string[];
  host: Record<string, string>;
}

const compose = (): Started => {
  const { deck, 'esx-1': host } = (example('compose.yaml') as Compose).services;
  return {
    deck: deck?.command ?? [],
    ready: deck?.healthcheck?.test.slice(1) ?? [],
    host: host?.environment ?? {},
  };
};

const pod = (): Started => {
  const { metadata, spec } = example('pod.yaml') as Pod;
  const [deck] = spec.initContainers;
  const [host] = spec.containers;
  expect(new Set([...deck.volumeMounts, ...host.volumeMounts].map(({ name }) => name))).toEqual(
    new Set(spec.volumes.map(({ name }) => name)),
  );
  const variables = (host.env ?? []).map(({ name, value = metadata.name }) => [name, value] as const);
  return {
    deck: deck.args ?? [],
    ready: deck.startupProbe?.exec.command ?? [],
    host: Object.fromEntries(variables),
  };
};

needs(
  'gcc',
  'busybox',
  'bubblewrap',
)('what the examples of the image start, started without their engines', () => {
  it.each([
    { name: 'compose.yaml', read: compose, origin: 'esx-1' },
    { name: 'pod.yaml', read: pod, origin: 'host' },
  ])('is a deck and a host that find each other: $name', async ({ read, origin }) => {
    const { deck, ready, host } = read();
    const folder = await testFolder();
    const root = await imageIn(folder);
    const [shared, tapes] = [join(folder, 'run'), join(folder, 'tapes')];
    for (const path of [shared, tapes]) mkdirSync(path);
    writeCassette(join(tapes, 'a.cassette'), [{ command: 'esxcli x', stdout: 'of the tape\n', origin }]);
    const here = (word: string): string => word.replace('/run/deck', shared).replace('/cassettes', tapes);
    const [program, ...args] = deck.map(here);
    expect(program).toBe('tapehead');
    const log = join(folder, 'log');
    const serving = startTapehead([...args, '--log', log]);
    expect(ready.slice(0, 2)).toEqual(['test', '-S']);
    await vi.waitUntil(() => existsSync(here(ready[2] ?? '')), { timeout: 20_000 });
    const set = Object.entries(host).flatMap(([name, value]) => ['--setenv', name, value]);
    const { stdout } = await promisify(execFile)('bwrap', [
      ...[
        '--bind',
        root,
        '/',
        '--bind',
        shared,
        '/run',
        '--dev',
        '/dev',
        '--clearenv',
        '--setenv',
        'PATH',
        '/bin',
      ],
      ...[
        ...set,
        '--setenv',
        'TAPEHEAD_SOCKET',
        (host['TAPEHEAD_SOCKET'] ?? '').replace('/run/deck', '/run'),
      ],
      ...['sh', '-c', 'esxcli x'],
    ]);
    expect(stdout).toBe('of the tape\n');
    serving.child.kill('SIGINT');
    expect((await serving.done).code).toBe(0);
    expect(readFileSync(log, 'utf8')).toContain(`"origin":"${origin}"`);
  });
});
