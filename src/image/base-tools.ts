import { readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { TapeheadError } from '../errors.ts';
import { isExecutable } from '../is-executable.ts';
import { contentOf } from '../tar/entry.ts';
import type { BaseTools } from './base.ts';

export type Arch = 'x64' | 'arm64';

/**
 * Reads a static busybox.
 *
 * @param file default: the first `busybox` on PATH
 * @throws TapeheadError NO_BASE_TOOLS
 */
export function readBaseTools(file: string | undefined, arch: Arch, PATH: string | undefined): BaseTools {
  const path = file ?? onPath('busybox', PATH);
  if (path === undefined) throw noBaseTools('there is no busybox on PATH, to be the shell of the image');
  const bytes = read(path);
  const why = whyUnfit(bytes, arch);
  if (why !== undefined) throw noBaseTools(`${path} ${why}`);
  const applets = appletsIn(bytes);
  if (!applets.has('sh')) throw noBaseTools(`${path} has no list of applets with a shell among them`);
  return { content: contentOf(bytes), applets };
}

const onPath = (name: string, PATH = ''): string | undefined =>
  PATH.split(delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, name))
    .find(isExecutable);

function read(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw noBaseTools(`${path} cannot be read: ${(cause as Error).message}`, cause);
  }
}

// elf(5)
const MACHINE = { x64: 62, arm64: 183 } as const;
const PT_INTERP = 3;

/** Undefined for a static executable of that architecture. */
function whyUnfit(bytes: Buffer, arch: Arch): string | undefined {
  if (bytes.length < 64 || bytes.toString('latin1', 0, 4) !== '\x7fELF' || bytes[4] !== 2 || bytes[5] !== 1)
    return 'is no executable of 64 bits';
  if (bytes.readUInt16LE(18) !== MACHINE[arch]) return `is not for ${arch}`;
  const [at, size, count] = [
    Number(bytes.readBigUInt64LE(32)),
    bytes.readUInt16LE(54),
    bytes.readUInt16LE(56),
  ];
  for (let i = 0; i < count; i++) {
    const header = at + i * size;
    if (header + 4 > bytes.length) return 'is damaged';
    if (bytes.readUInt32LE(header) === PT_INTERP)
      return 'is not static: it needs libraries that the image has not';
  }
  return undefined;
}

/** The names that a busybox answers to, which stand in it in order, NUL behind each (its applet_names). */
function appletsIn(bytes: Buffer): Set<string> {
  for (let at = bytes.indexOf(FIRST); at !== -1; at = bytes.indexOf(FIRST, at + 1)) {
    const names = namesAt(bytes, at + 1);
    if (names.length > 10) return new Set(names);
  }
  return new Set();
}

/** A build without these two is not known. */
const FIRST = Buffer.from('\0[\0[[\0');

function namesAt(bytes: Buffer, start: number): string[] {
  const names: string[] = [];
  for (let at = start; ;) {
    const end = bytes.indexOf(0, at);
    const name = bytes.toString('latin1', at, end === -1 ? at : end);
    const last = names.at(-1);
    if (!/^[\w[.+-]{1,40}$/.test(name) || (last !== undefined && name <= last)) return names;
    names.push(name);
    at = end + 1;
  }
}

const noBaseTools = (what: string, cause?: unknown): TapeheadError =>
  new TapeheadError(
    'NO_BASE_TOOLS',
    what,
    '--busybox with a static one (on Debian: apt-get install busybox-static)',
    {
      cause,
    },
  );
