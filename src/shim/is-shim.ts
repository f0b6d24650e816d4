import { open, type FileHandle } from 'node:fs/promises';

/** What every shim of every version holds (original.c): so one is known by whatever name, be it a link or a copy. */
const MARK = Buffer.from('tapehead shim: \u0001\u0002\u0003 stands for the original\0');

/** No shim is longer, in bytes. */
const LARGEST = 256 * 1024;

/** Whether the file there is a shim; not where there is none, or none that can be read. */
export async function isShim(path: string): Promise<boolean> {
  let file: FileHandle;
  try {
    file = await open(path, 'r');
  } catch {
    return false;
  }
  await using _ = file;
  const { size } = await file.stat();
  if (size > LARGEST) return false;
  const { bytesRead, buffer } = await file.read(Buffer.alloc(size), 0, size, 0);
  return buffer.subarray(0, bytesRead).includes(MARK);
}
