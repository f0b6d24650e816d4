import { chmodSync, linkSync, lutimesSync, mkdirSync, symlinkSync } from 'node:fs';
import { writeContent } from '../tar/write-content.ts';
import { EarlierFiles } from './earlier.ts';
import type { ImageNode, ImagePlan } from './node.ts';
import { checkFolder, putWhole } from './replace.ts';

/**
 * Writes an image as a root file system. It belongs to whoever writes it, who can read all of it; all other modes are
 * the host's, and times are 1970. An earlier one at the place is replaced.
 *
 * @throws TapeheadError IMAGE_UNWRITABLE; then the place is as it was
 */
export async function writeFolder({ nodes }: ImagePlan, place: string): Promise<void> {
  checkFolder(place);
  await putWhole(place, (beside) => {
    const at = within(beside);
    const earlier = new EarlierFiles(within(place));
    const folders = nodes.filter(({ kind }) => kind === 'folder');
    for (const node of nodes) if (node.kind !== 'hardlink') make(node, at(node.path), earlier);
    // What they lead to may come later by its name.
    for (const node of nodes) if (node.kind === 'hardlink') linkSync(at(node.to), at(node.path));
    // At last: until then we write into them, which changes their times and takes permission.
    for (const { path, mode } of folders.toReversed()) {
      chmodSync(at(path), mode | OWNER_ENTERS);
      lutimesSync(at(path), 0, 0);
    }
  });
}

function within(root: string): (path: string) => Buffer {
  const before = Buffer.from(root).toString('latin1');
  return (path) => Buffer.from(before + path, 'latin1');
}

const OWNER_ENTERS = 0o700;
const OWNER_READS = 0o400;

/** A file that belongs to who builds it, and not to whom it did on the host, would run with the builder's rights. */
const modeInFolder = ({ mode, content }: ImageNode & { kind: 'file' }): number =>
  (content.size > 0 ? mode & 0o1777 : mode) | OWNER_READS;

function make(node: ImageNode, path: Buffer, earlier: EarlierFiles): void {
  switch (node.kind) {
    case 'folder':
      mkdirSync(path, 0o700);
      earlier.folder(node.path);
      return;
    case 'symlink':
      symlinkSync(Buffer.from(node.target, 'latin1'), path);
      return lutimesSync(path, 0, 0);
    case 'file': {
      const mode = modeInFolder(node);
      if (earlier.take(node, mode, path)) return;
      writeContent(node.content, path);
      chmodSync(path, mode); // whatever the umask is
      return lutimesSync(path, 0, 0);
    }
    default:
  }
}
