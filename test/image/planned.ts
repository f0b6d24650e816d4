import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ImageNode, ImagePlan } from '../../src/image/node.ts';
import { plan, type PlanInput } from '../../src/image/plan.ts';
import { type FileSource, pathsOf, type FileRule } from '../../src/image/rules.ts';
import type { Entry } from '../../src/listing/entry.ts';
import { readListing } from '../../src/listing/read.ts';
import { contentOf } from '../../src/tar/entry.ts';

export const APPLIANCE = join(import.meta.dirname, 'fixtures', 'appliance.json');

export const appliance = () => readListing(readFileSync(APPLIANCE), 'appliance.json');

/** A plan of the appliance, or of something else. */
export function planned(input: Partial<PlanInput> = {}): ImagePlan {
  return plan({
    listing: appliance(),
    files: [],
    interpose: { include: [], exclude: [], perPath: [] },
    shim: contentOf(Buffer.from('shim')),
    tools: {
      content: contentOf(Buffer.from('busybox')),
      applets: new Set(['sh', 'ash', 'ls', 'cat', 'awk', 'gunzip']),
    },
    data: Buffer.from('{}'),
    ...input,
  });
}

/** A listing of a few entries. */
export const listed = (...entries: [path: string, more?: Partial<Entry>][]): PlanInput['listing'] => ({
  entries: entries.map(([path, more]) => ({
    path: Buffer.from(path),
    ...{ type: 'file', mode: 0o755, owner: 'root', group: 'root' },
    ...more,
  })),
  told: [],
});

export const rule = (path: string, source: FileSource, more: Partial<FileRule> = {}): FileRule => ({
  ...{ paths: pathsOf(path), source, place: 'files.yaml:1:1' },
  ...more,
});

export const globs = (...all: string[]) =>
  all.map((glob) => ({ ...pathsOf(glob), place: 'interpose.yaml:1:1' }));

export const text = (said: string): FileSource => ({
  kind: 'content',
  content: contentOf(Buffer.from(said)),
});

/** What lies at a path, in a word or two; undefined where nothing does. */
export function at({ nodes }: ImagePlan, path: string): string | undefined {
  const node = nodes.find((one) => one.path === path);
  return node && describe(node);
}

function describe(node: ImageNode): string {
  const mode = node.mode.toString(8);
  if (node.kind === 'folder') return `folder ${mode}`;
  if (node.kind === 'symlink') return `-> ${node.target}`;
  if (node.kind === 'hardlink') return node.to === '/.tapehead/shim' ? 'shim' : `= ${node.to}`;
  return `file ${mode} ${JSON.stringify(Buffer.concat([...node.content.read()]).toString())}`;
}

/** What was told, with how often. */
export const told = ({ notices }: ImagePlan): Record<string, number> =>
  Object.fromEntries(notices.map(({ what, count }) => [what, count]));
