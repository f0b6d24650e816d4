import { isUtf8 } from 'node:buffer';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { UNMOUNTED } from '../files.ts';
import type { Host } from '../model/host.ts';
import type { World } from '../world.ts';
import { fileName, mountPoint } from './names.ts';
import { freeOn } from './space.ts';
import type { Content } from './vm-files.ts';

/** Longer files are described by how long they are: what is in a disk is not kept. */
const LONGEST_TEXT = 64 * 1024;

/** A host with what is in its volumes now, so that the same files are there once it is imported. */
export function withFiles(host: Host, { files }: Pick<World, 'files'>): Host {
  if (!files.isMade) return host;
  const volumes = host.volumes.map((volume) => {
    const place = volume.mounted ? mountPoint(volume) : `/${UNMOUNTED}/${fileName(volume.uuid)}`;
    const there = Object.fromEntries(filesBelow(files.onDisk(place), ''));
    return { ...volume, free: freeOn(volume, { files }), files: there };
  });
  return { ...host, volumes };
}

function filesBelow(folder: string, prefix: string): [path: string, content: Content][] {
  if (!existsSync(folder)) return []; // a shell has removed it
  return readdirSync(folder, { withFileTypes: true })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return filesBelow(path, `${prefix}${entry.name}/`);
      return entry.isFile() ? [[`${prefix}${entry.name}`, contentOf(path)]] : [];
    });
}

function contentOf(path: string): Content {
  const { size } = statSync(path, { throwIfNoEntry: false }) ?? { size: 0 };
  if (size > LONGEST_TEXT) return { size };
  const bytes = readFileSync(path);
  return isUtf8(bytes) && !bytes.includes(0) ? bytes.toString('utf8') : { size };
}
