import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { pathOf } from './needs.ts';

const run = promisify(execFile);

/** What a container may do without here: limits, a network, cgroups by systemd. */
const CONTAINER = ['--rm', '--ulimit', 'host', '--network=none'];

/**
 * A podman with storage of its own, so that tests beside one another and the images of whoever runs them are never
 * touched; all of it goes on disposal. A suite with it is under `needs('podman')`.
 */
export class Podman implements AsyncDisposable {
  readonly #folder: string;
  readonly #env: NodeJS.ProcessEnv;

  private constructor(folder: string) {
    this.#folder = folder;
    this.#env = { ...process.env, CONTAINERS_CONF: join(folder, 'containers.conf') };
  }

  static async open(): Promise<Podman> {
    const folder = await mkdtemp(join(tmpdir(), 'tapehead-podman-'));
    await writeFile(join(folder, 'containers.conf'), '[containers]\ndefault_ulimits = []\n');
    return new Podman(folder);
  }

  /** Its words and the variables it needs, for a program that starts it itself. */
  get command(): { words: readonly [string, ...string[]]; env: NodeJS.ProcessEnv } {
    const storage = ['--root', join(this.#folder, 'storage'), '--runroot', join(this.#folder, 'run')];
    const driver = ['--storage-driver', 'vfs', '--runtime', 'runc', '--cgroup-manager=cgroupfs'];
    return { words: [pathOf('podman'), ...storage, ...driver], env: this.#env };
  }

  /** Any command of podman. @returns its stdout; throws where it fails */
  async do(...args: readonly string[]): Promise<string> {
    const { words, env } = this.command;
    const [program, ...own] = words;
    const { stdout } = await run(program, [...own, ...args], { env, maxBuffer: 64 * 1024 * 1024 });
    return stdout;
  }

  /** Loads an archive; gives the name that it has here. */
  async load(archive: string): Promise<string> {
    const said = await this.do('load', '--quiet', '-i', archive);
    return said.trim().replace(/^Loaded image: /, '');
  }

  /** Runs a command in a container that is gone then. @param options of podman run */
  run(image: string, command: readonly string[], options: readonly string[] = []): Promise<string> {
    return this.do('run', ...CONTAINER, ...options, image, ...command);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.do('system', 'reset', '--force');
    await rm(this.#folder, { recursive: true, force: true });
  }
}
