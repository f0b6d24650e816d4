import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { TapeheadError } from '../../src/errors.ts';

/** The cassettes that this user has verified before, by their digests: an empty file each, in the user's own folder. */
export class TrustedDigests {
  readonly #folder: string;

  constructor(stateFolder: string) {
    this.#folder = join(stateFolder, 'verified');
  }

  has(digest: string): boolean {
    return existsSync(join(this.#folder, digest));
  }

  /** @throws TapeheadError TRUST_UNWRITABLE */
  add(digest: string): void {
    try {
      mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
      writeFileSync(join(this.#folder, digest), '', { mode: 0o600 });
    } catch (cause) {
      throw new TapeheadError(
        'TRUST_UNWRITABLE',
        `it cannot be noted which cassettes were verified: ${(cause as Error).message}`,
        'a home that can be written, or XDG_STATE_HOME; else --trust next time, too',
        { cause },
      );
    }
  }
}

/** As the XDG Base Directory Specification has it: a relative path counts as none. */
export function stateFolderOf(env: NodeJS.ProcessEnv): string {
  const given = env['XDG_STATE_HOME'];
  return join(given?.startsWith('/') ? given : join(homedir(), '.local', 'state'), 'tapehead');
}
