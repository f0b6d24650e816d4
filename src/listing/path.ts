/** Why a path cannot be taken, in the words of a notice. */
export type Refusal = { refused: string };

/** PATH_MAX and NAME_MAX of Linux, in bytes. */
const LONGEST_PATH = 4095;
const LONGEST_NAME = 255;

/** A path of a listing in its one form: absolute, `//`, `.` and a slash at the end taken away. */
export function canonicalPath(path: Buffer): Buffer | Refusal {
  if (path.includes(0)) return { refused: 'NUL in the path, left out' };
  if (path[0] !== SLASH) return { refused: 'relative path, left out' };
  const names = path
    .toString('latin1')
    .split('/')
    .filter((name) => name !== '' && name !== '.');
  if (names.includes('..')) return { refused: '.. in the path, left out' };
  const canonical = Buffer.from(`/${names.join('/')}`, 'latin1');
  if (canonical.length > LONGEST_PATH || names.some((name) => name.length > LONGEST_NAME))
    return { refused: 'path too long for a file system, left out' };
  return canonical;
}

/** Whether a link can point there: symlink(2) takes no empty one, and none longer than a path. */
export const canBeTarget = (target: Buffer): boolean =>
  target.length > 0 && target.length <= LONGEST_PATH && !target.includes(0);

const SLASH = 0x2f;
