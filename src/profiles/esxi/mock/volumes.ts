import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Host } from './model/host.ts';
import { bytesOf } from './text.ts';

/** The volumes of a host below `root`, as a host has them: `/vmfs/volumes/UUID`, a link by the name, and their files. */
export function layOutVolumes(root: string, { volumes, nfs }: Host): void {
  const top = join(root, 'vmfs/volumes');
  for (const { name, uuid, files } of [...volumes, ...nfs.map((one) => ({ ...one, files: {} }))]) {
    const folder = join(top, fileName(uuid));
    mkdirSync(folder, { recursive: true });
    if (name !== '') symlinkSync(fileName(uuid), join(top, fileName(name)));
    for (const [path, content] of Object.entries(files)) {
      const at = join(folder, join('/', path));
      mkdirSync(dirname(at), { recursive: true });
      writeFileSync(at, typeof content === 'string' ? bytesOf(content) : '');
      if (typeof content !== 'string') truncateSync(at, content.size);
    }
  }
}

/** One name in a folder, whatever is in it. */
const fileName = (name: string): string => name.replaceAll('/', '%2f').replace(/^\.\.?$/, '%2e');
