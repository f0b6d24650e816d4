import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** The cassettes that this user has verified before, by their digests: an empty file each, in the user's own folder. */
export class TrustedDigests {
  readonly #folder: string;

  constructor(stateFolder: string) {
    this.#folder = join(stateFolder, 'verified');
  }

  has(digest: string): boolean {
    return existsSync(join(this.#folder, digest));
  }

  /** @throws the error of the file system: a home that cannot be written asks again next time */
  add(digest: string): void {
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    writeFileSync(join(this.#folder, digest), '', { mode: 0o600 });
  }
}

/** As the XDG Base Directory Specification has it: a relative path counts as none. */
export function stateFolderOf(env: NodeJS.ProcessEnv): string {
  const given = env['XDG_STATE_HOME'];
  return join(given?.startsWith('/') ? given : join(homedir(), '.local', 'state'), 'tapehead');
}
