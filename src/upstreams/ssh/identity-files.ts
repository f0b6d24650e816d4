import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BaseAgent, ParsedKey } from 'ssh2';
import { TapeheadError } from '../../errors.ts';
import type { Ask } from './ask.ts';
import type { Person, SshTarget } from './config.ts';

/** What of ssh2 authentication is done with. */
export interface KeyLibrary {
  parseKey(data: Buffer, passphrase?: string): ParsedKey | ParsedKey[] | Error;
  createAgent(socket: string): BaseAgent;
}

/** A private key, as it lies on the disk. */
export interface IdentityFile {
  path: string;
  bytes: Buffer;
}

const DEFAULT_KEYS = ['id_ed25519', 'id_ecdsa', 'id_rsa'];

/**
 * Those named on purpose, else the config's, else the default ones; of the latter two those that exist.
 *
 * @throws TapeheadError UPSTREAM_AUTH when one named on purpose cannot be read.
 */
export async function identityFiles(
  target: SshTarget,
  identities: readonly string[],
  person: Person,
): Promise<IdentityFile[]> {
  const wanted =
    identities.length > 0
      ? identities
      : (target.identityFiles ?? DEFAULT_KEYS.map((name) => join(person.home, '.ssh', name)));
  const files: IdentityFile[] = [];
  for (const path of wanted) {
    try {
      files.push({ path, bytes: await readFile(path) });
    } catch (cause) {
      if (identities.length === 0) continue;
      const why = (cause as Error).message;
      throw new TapeheadError(
        'UPSTREAM_AUTH',
        `identity ${path} cannot be read: ${why}`,
        'name a private key',
        { cause },
      );
    }
  }
  return files;
}

/** The key, or why there is none. */
export async function unlock(
  { path, bytes }: IdentityFile,
  ask: Ask | undefined,
  library: KeyLibrary,
): Promise<ParsedKey | string> {
  let parsed = library.parseKey(bytes);
  if (parsed instanceof Error && /no passphrase given/.test(parsed.message)) {
    if (ask === undefined)
      return `key ${path}, which is encrypted, and nobody is there to be asked for its passphrase`;
    for (let tries = 3; tries > 0 && parsed instanceof Error; tries--) {
      parsed = library.parseKey(bytes, await ask(`Passphrase of the key ${path}: `, false));
    }
    if (parsed instanceof Error) return `key ${path}, whose passphrase was not given`;
  }
  if (parsed instanceof Error) return `${path}, which is no private key: ${parsed.message}`;
  const key = Array.isArray(parsed) ? parsed[0] : parsed;
  return key?.isPrivateKey() ? key : `${path}, which is no private key`;
}

/** The public halves, from `FILE.pub` where the private one is locked. */
export async function publicKeys(files: readonly IdentityFile[], library: KeyLibrary): Promise<Buffer[]> {
  const found = await Promise.all(
    files.map(async ({ path, bytes }) => {
      const beside = await readFile(`${path}.pub`).catch(() => undefined);
      const parsed = library.parseKey(beside ?? bytes);
      return parsed instanceof Error ? [] : [parsed].flat().map((key) => key.getPublicSSH());
    }),
  );
  return found.flat();
}
