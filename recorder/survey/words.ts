import { quoteArgv } from '../../src/shell.ts';

/** Some bytes as one word of a POSIX shell; in `case` it stands for itself. */
export const shellWord = (bytes: Uint8Array): Buffer => quoteArgv([NAME, bytes]).subarray(NAME.length + 1);

const NAME = Buffer.from('x');

/** As `find -path` takes it, whose `*`, `?` and `[` mean something: a word of a shell, too. */
export const findPattern = (path: Uint8Array): Buffer =>
  shellWord(
    Buffer.from(
      Buffer.from(path)
        .toString('latin1')
        .replaceAll(/[*?[\]\\]/g, String.raw`\$&`),
      'latin1',
    ),
  );

/** Text and bytes, one behind the other. */
export const joinedBytes = (...parts: readonly (string | Uint8Array)[]): Buffer =>
  Buffer.concat(parts.map((part) => Buffer.from(part as Uint8Array)));
