import { isUtf8 } from 'node:buffer';
import { readFile, stat } from 'node:fs/promises';

/** The longest manifest, in bytes. What is long goes into files beside it. */
const MOST = 1024 * 1024;

/** The text of a file of people's, or why there is none. */
export async function readText(path: string): Promise<{ text: string } | { why: string }> {
  try {
    const is = await stat(path);
    if (!is.isFile()) return { why: 'it is no file' }; // a pipe could keep us waiting for ever
    if (is.size > MOST)
      return { why: `it has ${is.size} bytes, and ${MOST} are the most: let mocks name files` };
    const bytes = await readFile(path);
    return isUtf8(bytes) ? { text: new TextDecoder().decode(bytes) } : { why: 'it is no UTF-8' };
  } catch (error) {
    return { why: whyNot(error as NodeJS.ErrnoException) };
  }
}

export const whyNot = ({ code = '', message }: NodeJS.ErrnoException): string => REASONS[code] ?? message;

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such folder',
  EACCES: 'it may not be read',
  EPERM: 'it may not be read',
  ELOOP: 'its links go round in a circle',
};
