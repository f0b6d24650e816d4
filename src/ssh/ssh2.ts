import * as crypto from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, sep } from 'node:path';
import { compileFunction } from 'node:vm';
import type ssh2Module from 'ssh2';
import { TapeheadError } from '../errors.ts';
import { packetPool } from './packet-pool.ts';
import { padder } from './padding.ts';
import { keyExchangeCrypto } from './x25519.ts';

/*
 * ssh2's files are loaded here, changed in a few places, as a copy that is tapehead's alone: an ssh2 that the
 * same process uses for itself stays as it is, whichever of the two is loaded first.
 */

/** The longest packet that is taken, in bytes: OpenSSH's PACKET_MAX_SIZE, and what ssh2 adds in two of its checks. */
const MAX_PACKET_SIZE = 256 * 1024 + 20;

const CHANGES: readonly Change[] = [
  // ssh2 cuts a connection that brings a packet of more than 35,000 bytes, whoever is behind it. sshd takes
  // 256 KiB, and a command is one packet.
  {
    file: 'lib/protocol/crypto.js',
    says: 'const MAX_PACKET_SIZE = 35000;',
    becomes: `const MAX_PACKET_SIZE = ${MAX_PACKET_SIZE};`,
  },
  // A server may send its KEXINIT right behind its identification (RFC 4253 §4.2), as dropbear does: the
  // client then begins its key exchange at once, and not a round trip later.
  {
    file: 'lib/protocol/Protocol.js',
    says: '\n      this._onWrite(sentIdent);\n',
    becomes: '\n      this._onWrite(sentIdent);\n      if (this._server) kexinit(this);\n',
  },
  {
    file: 'lib/protocol/Protocol.js',
    says: '\n        kexinit(this);\n',
    becomes: '\n        if (!this._server) kexinit(this);\n',
  },
  // Of an ident line that comes in three pieces or more, ssh2 forgets those between the first and the last.
  {
    file: 'lib/protocol/Protocol.js',
    says: '  if (!this._buffer)\n    this._buffer = bufferSlice(data, op);\n',
    becomes: '  this._buffer = bufferSlice(data, op);\n',
  },
  // The three ciphers that encrypt in place do so in memory that transport.ts gives back.
  {
    file: 'lib/protocol/crypto.js',
    says: 'createCipheriv, createDecipheriv, createHmac, randomFillSync, timingSafeEqual\n',
    becomes: 'createCipheriv, createDecipheriv, createHmac, randomFillSync, timingSafeEqual, takePacket\n',
  },
  {
    file: 'lib/protocol/crypto.js',
    says: 'Buffer.allocUnsafe(pktLen + 16/* MAC */)',
    becomes: 'takePacket(pktLen + 16)',
  },
  {
    file: 'lib/protocol/crypto.js',
    says: 'Buffer.allocUnsafe(pktLen + 16/* authTag */)',
    becomes: 'takePacket(pktLen + 16)',
  },
  {
    file: 'lib/protocol/crypto.js',
    says: 'Buffer.allocUnsafe(pktLen + this._macLen)',
    becomes: 'takePacket(pktLen + this._macLen)',
  },
];

/** What a file gets in place of some functions of node:crypto. */
const CRYPTO: Readonly<Record<string, object>> = {
  'lib/protocol/crypto.js': {
    randomFillSync: padder(),
    takePacket: (length: number): Buffer => packetPool.take(length),
  },
  'lib/protocol/kex.js': keyExchangeCrypto,
};

/** A change in a file of ssh2's: what it says, exactly once, and what it says instead. */
interface Change {
  file: string;
  says: string;
  becomes: string;
}

/** Loads ssh2, changed. @throws TapeheadError SSH_LIBRARY if this ssh2 is not built as we know it. */
function load(): typeof ssh2Module {
  const root = dirname(createRequire(import.meta.url).resolve('ssh2/package.json')) + sep;
  const loaded = new Map<string, { exports: unknown }>();
  const changed = new Set<Change>();

  const evaluate = (path: string): unknown => {
    const before = loaded.get(path);
    if (before !== undefined) return before.exports;
    const module = { exports: {} };
    loaded.set(path, module); // first, as its files require each other in circles
    const native = createRequire(path);
    const file = path.slice(root.length).replaceAll(sep, '/');
    const require = (id: string): unknown => {
      if (id === 'crypto' && file in CRYPTO) return { ...crypto, ...CRYPTO[file] };
      const resolved = native.resolve(id);
      return resolved.startsWith(root) && resolved.endsWith('.js') ? evaluate(resolved) : native(id);
    };
    let source = readFileSync(path, 'utf8');
    for (const change of CHANGES.filter((one) => one.file === file)) {
      source = apply(change, source);
      changed.add(change);
    }
    const run = compileFunction(source, PARAMETERS, { filename: path });
    Reflect.apply(run, module.exports, [module.exports, require, module, path, dirname(path)]);
    return module.exports;
  };

  const ssh2 = evaluate(createRequire(import.meta.url).resolve('ssh2')) as typeof ssh2Module;
  for (const change of CHANGES) if (!changed.has(change)) throw unknownSsh2(`${change.file} is not loaded`);
  return ssh2;
}

/** What Node's own loader of CommonJS gives a file. */
const PARAMETERS = ['exports', 'require', 'module', '__filename', '__dirname'];

function apply({ file, says, becomes }: Change, source: string): string {
  const [before, after, ...more] = source.split(says);
  if (before === undefined || after === undefined || more.length > 0)
    throw unknownSsh2(`${file} does not say once: ${says.trim()}`);
  return before + becomes + after;
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
