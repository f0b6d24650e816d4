import { TapeheadError } from '../errors.ts';

/** Where some bytes stand, for the message when they are not what they should be. */
export interface Place {
  path: string;
  /** In bytes from the start of the file. */
  offset: number;
}

export function damaged({ path, offset }: Place, what: string): TapeheadError {
  return new TapeheadError(
    'CASSETTE_DAMAGED',
    `${path} is damaged at byte ${offset}: ${what}`,
    `get an undamaged copy, or run \`tapehead repair ${path}\`: it keeps every recording that is whole`,
  );
}

/** Names the recording in which it was found; what is no damage stays as it is. */
export function inRecording(error: unknown, index: number): unknown {
  if (!(error instanceof TapeheadError) || error.code !== 'CASSETTE_DAMAGED') return error;
  return new TapeheadError(error.code, `${error.message} (recording ${index + 1})`, error.remedy, {
    cause: error,
  });
}

/** Somebody wrote into the open file, instead of putting another one in its place. */
export function writtenOver(path: string, cause?: unknown): TapeheadError {
  return new TapeheadError(
    'CASSETTE_DAMAGED',
    `${path} was written over after it was opened, and a recording in it is not what it was`,
    'start again with the file as it is now; while it is in use replace it by a rename, as git and tapehead do',
    { cause },
  );
}

export function notOne(path: string, what: string, remedy: string): TapeheadError {
  return new TapeheadError('CASSETTE_NOT_ONE', `${path} is not a cassette: ${what}`, remedy);
}

/** Reading failed: the file is away, or the system does not let us. */
export function unreadable(path: string, cause: unknown): TapeheadError {
  if (cause instanceof TapeheadError) return cause;
  const { code } = cause as NodeJS.ErrnoException;
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return new TapeheadError(
      'NO_CASSETTE',
      `there is no file ${path}`,
      'check the path, or record it first with `tapehead record`',
      { cause },
    );
  }
  return new TapeheadError(
    'CASSETTE_UNREADABLE',
    `${path} cannot be read: ${(cause as Error).message}`,
    'check its permissions, and the disk',
    { cause },
  );
}

/** Writing failed: `what` names the file, the remedy goes by the system's reason. */
export function unwritable(what: string, cause: unknown): TapeheadError {
  if (cause instanceof TapeheadError) return cause;
  return new TapeheadError(
    'CASSETTE_UNWRITABLE',
    `${what} cannot be written: ${(cause as Error).message}`,
    remedyFor(cause),
    { cause },
  );
}

export function remedyFor(cause: unknown): string {
  switch ((cause as NodeJS.ErrnoException).code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return 'free some space on that disk';
    case 'EFBIG':
      return 'raise the limit on the size of files (ulimit -f)';
    case 'EACCES':
    case 'EPERM':
      return 'make the directory writable for this user, or name a cassette in another one';
    case 'EROFS':
      return 'that file system is read-only: name a cassette in another directory';
    case 'ENOENT':
    case 'ENOTDIR':
    case 'EEXIST':
    case 'EISDIR':
      return 'name a file in a directory';
    default:
      return 'check the directory and the disk';
  }
}
