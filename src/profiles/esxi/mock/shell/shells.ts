import { mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Answer } from '../../../../doors/door.ts';
import { openShimDoor } from '../../../../doors/shim/door.ts';
import type { Invocation } from '../../../../invocation.ts';
import { Releases } from '../../../../releases.ts';
import type { Stdio } from '../../../../stdio.ts';
import { withStdinForwarding } from '../../../../upstreams/forwarded-stdin.ts';
import { openLocal } from '../../../../upstreams/local/local.ts';
import type { Executed, Upstream } from '../../../../upstreams/upstream.ts';
import { shellCommand } from './command.ts';
import { findEngine, whyRefused } from './engine.ts';
import { sandboxArguments } from './sandbox.ts';
import { BOUND, writeSystem } from './system.ts';

/** The host that a shell is to be of, as it is now. */
export interface ShellHost {
  origin: string;
  /** Its files on this machine. */
  tree: string;
  hostname: string;
}

/**
 * Shells of mock hosts: a host's busybox, in a sandbox over the host's files. Commands that the profile knows are shims
 * in there, which ask the deck for the same origin. What runs ends with its client, and all of it with this.
 */
export class Shells implements AsyncDisposable {
  readonly #answer: Answer | undefined;
  readonly #env: NodeJS.ProcessEnv;
  readonly #opened = new Releases();
  readonly #hosts = new Map<string, Promise<HostShell>>();
  #system: Promise<System> | undefined;

  /** `answer` is the deck's; without it there are none. */
  constructor(answer: Answer | undefined, env: NodeJS.ProcessEnv) {
    this.#answer = answer;
    this.#env = env;
  }

  /** Why there can be none here; undefined where nothing speaks against it yet. */
  whyNone(): string | undefined {
    if (!this.#answer) return 'there is none where a door lets in anyone (--auth none)';
    return findEngine(this.#env['PATH']).why;
  }

  /** @throws TapeheadError NO_BASE_TOOLS, NO_SHIM; Error where there can be no sandbox */
  async execute(host: ShellHost, invocation: Invocation, stdio: Stdio): Promise<Executed> {
    const system = await (this.#system ??= this.#makeSystem());
    const known = this.#hosts.get(host.origin) ?? this.#open(host.origin, system);
    this.#hosts.set(host.origin, known);
    return (await known).execute(host, invocation, stdio);
  }

  /** Breaks the connections of those who are in shells of a host, as it goes down. */
  drop(origin: string): void {
    void this.#hosts.get(origin)?.then((shell) => shell.drop());
  }

  /** Ends what runs of an origin, or of all. */
  async reset(origin?: string): Promise<void> {
    const names = origin === undefined ? [...this.#hosts.keys()] : [origin];
    const shells = names.map((name) => this.#hosts.get(name));
    for (const name of names) this.#hosts.delete(name);
    await Promise.all(shells.map(async (shell) => (await shell)?.[Symbol.asyncDispose]()));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.reset();
    await this.#opened[Symbol.asyncDispose]();
  }

  async #makeSystem(): Promise<System> {
    const { bwrap, why = whyRefused(bwrap) } = findEngine(this.#env['PATH']) as { bwrap: string; why?: string };
    if (why !== undefined) throw new Error(why);
    const folder = mkdtempSync(join(tmpdir(), 'tapehead-shell-'));
    this.#opened.use({ [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) });
    await writeSystem(join(folder, 'system'), this.#env['PATH']);
    return { bwrap, folder, hidden: hiddenOf('/proc') };
  }

  async #open(origin: string, system: System): Promise<HostShell> {
    const place = join(system.folder, String(this.#count++));
    const door = { path: `${place}.sock`, origin: { name: origin, fixed: true }, env: [] };
    return new HostShell(system, place, await openShimDoor(door, this.#answer ?? (() => Promise.resolve())));
  }

  #count = 0;
}

/** What all hosts share. */
interface System {
  bwrap: string;
  /** Temporary. */
  folder: string;
  hidden: readonly string[];
}

/** Of one origin: its own socket, and what runs. */
class HostShell implements AsyncDisposable {
  readonly #system: System;
  readonly #place: string;
  readonly #door: AsyncDisposable;
  /** A shim in a loop leaves the list of the loop alone. */
  readonly #local: Upstream = withStdinForwarding(openLocal(), 'auto');
  readonly #clients = new Set<Stdio>();
  #written = '';

  constructor(system: System, place: string, door: AsyncDisposable) {
    this.#system = system;
    this.#place = place;
    this.#door = door;
  }

  async execute(host: ShellHost, { asked, modified: _, ...invocation }: Invocation, stdio: Stdio): Promise<Executed> {
    if (asked.kind === 'subsystem') throw new Error('a shell has no subsystems');
    const { bwrap } = this.#system;
    const { tty } = invocation;
    const term = tty ? ['--setenv', 'TERM', tty.term] : [];
    const prefix = ['/bin/sh', '-c', BEGIN, 'sh', this.#arguments(host), bwrap, '--args', '9', ...term, '--'];
    const argv = [...prefix.map((word) => Buffer.from(word)), ...shellCommand(asked, tty !== undefined, invocation.caller?.cwd)];
    this.#clients.add(stdio);
    try {
      return await this.#local.execute({ ...invocation, env: new Map(), asked: { kind: 'argv', argv } }, stdio);
    } finally {
      this.#clients.delete(stdio);
    }
  }

  drop(): void {
    for (const client of this.#clients) client.drop?.();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#local[Symbol.asyncDispose]();
    await this.#door[Symbol.asyncDispose]();
  }

  /** The file that they are in, which another execution may be about to read. */
  #arguments({ tree, hostname }: ShellHost): string {
    const { folder, hidden } = this.#system;
    const sandbox = { tree, hostname, hidden, system: join(folder, 'system'), bound: BOUND, socket: `${this.#place}.sock` };
    const text = sandboxArguments(sandbox).map((word) => `${word}\0`).join('');
    const file = `${this.#place}.args`;
    if (text !== this.#written) {
      writeFileSync(`${file}.new`, text);
      renameSync(`${file}.new`, file);
      this.#written = text;
    }
    return file;
  }
}

/** A host's umask; and the arguments on a descriptor that bubblewrap closes. */
const BEGIN = 'umask 022; exec 9<"$1"; shift; exec "$@"';

/** All of /proc but processes. */
function hiddenOf(proc: string): string[] {
  return readdirSync(proc, { withFileTypes: true }).flatMap((entry) => {
    if (/^\d+$/.test(entry.name) || entry.isSymbolicLink()) return [];
    return [`${proc}/${entry.name}${entry.isDirectory() ? '/' : ''}`];
  });
}
