import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Answer } from '../../../../doors/door.ts';
import { openShimDoor } from '../../../../doors/shim/door.ts';
import { TapeheadError } from '../../../../errors.ts';
import type { Invocation } from '../../../../invocation.ts';
import { Releases } from '../../../../releases.ts';
import type { Stdio } from '../../../../stdio.ts';
import type { Executed } from '../../../../upstreams/upstream.ts';
import { findEngine, whyRefused } from './engine.ts';
import { HostShell, type ShellHost, type System } from './host-shell.ts';

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
  #count = 0;

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

  /** @throws TapeheadError NO_ENGINE, NO_BASE_TOOLS, NO_SHIM */
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
    await this.#system?.catch(() => undefined); // whoever asked was told
    await this.reset();
    await this.#opened[Symbol.asyncDispose]();
  }

  async #makeSystem(): Promise<System> {
    const found = findEngine(this.#env['PATH']);
    const why = found.why ?? whyRefused(found.bwrap);
    if (found.why !== undefined || why !== undefined) throw noSandbox(why ?? '');
    const { writeSystem } = await import('./system.ts'); // loads zod, which simple commands need not wait for
    const folder = mkdtempSync(join(tmpdir(), 'tapehead-shell-'));
    this.#opened.use({ [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) });
    await writeSystem(join(folder, 'system'), this.#env['PATH']);
    return { bwrap: found.bwrap, folder, hidden: hiddenOf('/proc') };
  }

  async #open(origin: string, system: System): Promise<HostShell> {
    const place = join(system.folder, String(this.#count++));
    const door = { path: `${place}.sock`, origin: { name: origin, fixed: true }, env: [] };
    return new HostShell(system, place, await openShimDoor(door, this.#answer ?? (() => Promise.resolve())));
  }
}

/** All of /proc but processes. */
function hiddenOf(proc: string): string[] {
  return readdirSync(proc, { withFileTypes: true }).flatMap((entry) => {
    if (/^\d+$/.test(entry.name) || entry.isSymbolicLink()) return [];
    return [`${proc}/${entry.name}${entry.isDirectory() ? '/' : ''}`];
  });
}

const noSandbox = (why: string): TapeheadError =>
  new TapeheadError(
    'NO_ENGINE',
    why,
    'allow users to make namespaces (docs/esxi.md), or ask for simple commands alone: no pipes, no redirections',
  );
