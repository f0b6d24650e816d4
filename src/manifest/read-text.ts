import { isUtf8 } from 'node:buffer';
import { readFile, stat } from 'node:fs/promises';

/** The longest manifest, in bytes. What is long goes into files beside it. */
const MOST = 1024 * 1024;

/** What there is, or why there is nothing. */
type Text = { text: string } | { why: string };

/** The text of a file of people's, of at most so many bytes. */
export async function readText(path: string, most = MOST): Promise<Text> {
  try {
    const is = await stat(path);
    if (!is.isFile()) return { why: 'it is no file' }; // a pipe could keep us waiting for ever
    if (is.size > most)
      return { why: `it has ${is.size} bytes, and ${most} are the most: let mocks name files` };
    return textOf(await readFile(path));
  } catch (error) {
    return { why: whyNot(error as NodeJS.ErrnoException) };
  }
}

/** The same of what somebody sends. */
export async function receiveText(stream: AsyncIterable<Uint8Array>): Promise<Text> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stream) {
    length += chunk.length;
    if (length > MOST) return { why: `it has more than ${MOST} bytes: let mocks name files` };
    chunks.push(chunk);
  }
  return textOf(Buffer.concat(chunks));
}

const textOf = (bytes: Uint8Array): Text =>
  isUtf8(bytes) ? { text: new TextDecoder().decode(bytes) } : { why: 'it is no UTF-8' };

export const whyNot = ({ code = '', message }: NodeJS.ErrnoException): string => REASONS[code] ?? message;

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such folder',
  EACCES: 'it may not be read',
  EPERM: 'it may not be read',
  ELOOP: 'its links go round in a circle',
};
