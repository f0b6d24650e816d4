import { posix } from 'node:path';
import type { Layers } from './layers.ts';

/** What a namespace is to look like. */
export interface Mounts {
  /** The executable that is laid over paths. */
  shim: string;
  layers: Layers;
  /** Originals, and the empty files that they are to be seen at. */
  originals: readonly { file: string; at: string }[];
  /** An empty folder of ours: of the layers' folders are made here. */
  workshop: string;
  /** Where anything is mounted now (proc(5), mountinfo). */
  mountPoints: readonly string[];
}

/**
 * The shell script that mounts it all, in a mount namespace of its own, and stays until its stdin ends. It says
 * `ready`; what fails is told on stderr, in one line of ours behind those of mount(8).
 */
export function mountScript({ shim, layers, originals, workshop, mountPoints }: Mounts): string {
  const folders = layers.folders.flatMap(({ folder, added }, i) => {
    const layer = posix.join(workshop, `layer-${i}`);
    const within = mountPoints.filter((point) => point.startsWith(`${folder}/`));
    const kept = outermost(within).map((point, j) => ({ point, at: posix.join(workshop, `kept-${i}-${j}`) }));
    return [
      ...added.flatMap((name) => placeholder(posix.join(layer, name))),
      ...kept.flatMap(({ point, at }) => [
        `if [ -d ${quote(point)} ]; then mkdir ${quote(at)}; else : >${quote(at)}; fi`,
        step(`keep ${point}`, 'mount', '-o', 'rbind', point, at),
      ]),
      step(
        `lay a folder over ${folder}`,
        ...[
          'mount',
          '-t',
          'overlay',
          '-o',
          `ro,lowerdir=${lower(layer)}:${lower(folder)}`,
          'tapehead',
          folder,
        ],
      ),
      ...kept.map(({ point, at }) => step(`keep ${point}`, 'mount', '--move', at, point)),
      ...added.map((name) => bind(shim, posix.join(folder, name))),
    ];
  });
  return [
    'set -e',
    'umask 022', // the folders made here are laid over those of all users
    'refused() { echo "refused: to $1" >&2; exit 1; }',
    ...originals.map(({ file, at }) => bind(file, at)),
    ...folders,
    ...layers.files.map((path) => bind(shim, path)),
    'echo ready',
    'read -r _ || :',
    '',
  ].join('\n');
}

const placeholder = (path: string): string[] => [
  `mkdir -p ${quote(posix.dirname(path))}`,
  `: >${quote(path)}`,
];

const bind = (file: string, at: string): string =>
  step(`bind ${file} to ${at}`, 'mount', '-o', 'bind', file, at);

const step = (what: string, ...words: string[]): string =>
  `${words.map(quote).join(' ')} || refused ${quote(what)}`;

/** Those that are below no other. */
const outermost = (points: readonly string[]): string[] =>
  points.filter((point) => !points.some((other) => point.startsWith(`${other}/`)));

const quote = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`;

/** In `lowerdir` colons part folders (Documentation/filesystems/overlayfs.rst), and commas part options. */
const lower = (path: string): string => path.replace(/[\\:,]/g, '\\$&');

/** Mount points from the text of /proc/self/mountinfo, in which blanks and the like are in octal. */
export function mountPointsOf(mountinfo: string): string[] {
  return mountinfo
    .split('\n')
    .flatMap((line) => line.split(' ')[4] ?? [])
    .map((point) =>
      point.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(parseInt(octal, 8))),
    );
}
