import * as crypto from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, sep } from 'node:path';
import { compileFunction } from 'node:vm';
import type ssh2Module from 'ssh2';
import { TapeheadError } from '../errors.ts';
import { padder } from './padding.ts';

/*
 * ssh2 cuts a connection that brings a packet of more than 35,000 bytes, whoever is behind it: a constant
 * in a file of its own, checked by every cipher, compiled or not. sshd takes 256 KiB, and a command is one
 * packet. So ssh2's files are loaded here, with another constant, as a copy that is tapehead's alone: an
 * ssh2 that the same process uses for itself stays as it is, whichever of the two is loaded first. The same
 * file draws the padding of its packets from a pool here.
 */

/** The longest packet that is taken, in bytes: OpenSSH's PACKET_MAX_SIZE, and what ssh2 adds in two of its checks. */
const MAX_PACKET_SIZE = 256 * 1024 + 20;

const LIMITED = { file: ['lib', 'protocol', 'crypto.js'].join(sep), says: 'const MAX_PACKET_SIZE = 35000;' };

/** Loads ssh2, its packet limit lifted. @throws TapeheadError SSH_LIBRARY if this ssh2 is not built as we know it. */
function load(): typeof ssh2Module {
  const root = dirname(createRequire(import.meta.url).resolve('ssh2/package.json')) + sep;
  const loaded = new Map<string, { exports: unknown }>();
  let lifted = false;

  const evaluate = (file: string): unknown => {
    const before = loaded.get(file);
    if (before !== undefined) return before.exports;
    const module = { exports: {} };
    loaded.set(file, module); // first, as its files require each other in circles
    const native = createRequire(file);
    const isLimited = file === root + LIMITED.file;
    const require = (id: string): unknown => {
      if (isLimited && id === 'crypto') return { ...crypto, randomFillSync: padder() };
      const path = native.resolve(id);
      return path.startsWith(root) && path.endsWith('.js') ? evaluate(path) : native(id);
    };
    const source = readFileSync(file, 'utf8');
    lifted ||= isLimited;
    const run = compileFunction(isLimited ? lift(source) : source, PARAMETERS, { filename: file });
    Reflect.apply(run, module.exports, [module.exports, require, module, file, dirname(file)]);
    return module.exports;
  };

  const ssh2 = evaluate(createRequire(import.meta.url).resolve('ssh2')) as typeof ssh2Module;
  if (!lifted) throw unknownSsh2(`${LIMITED.file} is not loaded`);
  return ssh2;
}

/** What Node's own loader of CommonJS gives a file. */
const PARAMETERS = ['exports', 'require', 'module', '__filename', '__dirname'];

function lift(source: string): string {
  const [before, after, ...more] = source.split(LIMITED.says);
  if (before === undefined || after === undefined || more.length > 0)
    throw unknownSsh2(`${LIMITED.file} does not say once: ${LIMITED.says}`);
  return `${before}const MAX_PACKET_SIZE = ${MAX_PACKET_SIZE};${after}`;
}

/** `why`: what is found otherwise. */
export function unknownSsh2(why: string): TapeheadError {
  const { version } = createRequire(import.meta.url)('ssh2/package.json') as { version: string };
  return new TapeheadError(
    'SSH_LIBRARY',
    `ssh2 ${version} is not built as tapehead knows it: ${why}`,
    'install the version that tapehead pins in its package.json, 1.17.0',
  );
}

export const ssh2 = load();
