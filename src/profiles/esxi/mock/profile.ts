import { existsSync } from 'node:fs';
import type { Clock } from '../../../clock.ts';
import type { Invocation } from '../../../invocation.ts';
import { tooManyOrigins } from '../../../origin.ts';
import { simpleWords } from '../../../shell.ts';
import type { Answering, AnsweringProfile } from '../../answering.ts';
import { NO_CONSOLE } from './esxcli/help.ts';
import { failureOf } from './failure.ts';
import { TempFiles } from './files.ts';
import { type Description, type Host, hostOf } from './model/host.ts';
import { randomOf } from './random.ts';
import type { Said } from './said.ts';
import { layOutSystem } from './shell/lay-out.ts';
import { needOf } from './shell/need.ts';
import type { Shells } from './shell/shells.ts';
import { HostState } from './state/host-state.ts';
import { tell } from './tell.ts';
import { textOf } from './text.ts';
import { TOOLS } from './tools/all.ts';
import type { Called, Tool } from './tools/tool.ts';
import { withFiles } from './volumes/exported.ts';
import { layOut } from './volumes/lay-out.ts';
import type { World } from './world.ts';

/** About 300 MB of memory, where they are as described without a description. */
const MOST_HOSTS = 10_000;

/** A mock ESXi host for each origin, all as described at first. */
export class EsxiProfile implements AnsweringProfile, Disposable {
  readonly name = 'esxi';
  readonly #description: Description;
  readonly #clock: Clock;
  readonly #worlds = new Map<string, OwnWorld>();
  readonly #shells: Shells | undefined;

  /** `description` is one that was checked. `shells`: where there may be some. */
  constructor(description: Description, clock: Clock, shells?: Shells) {
    this.#description = description;
    this.#clock = clock;
    this.#shells = shells;
  }

  answering(invocation: Invocation, isLast = false): Promise<Answering | undefined> {
    const command = commandOf(invocation, cwdOf(invocation));
    if (!command) return Promise.resolve(this.#inShell(invocation, isLast));
    return Promise.resolve(async (stdio) => {
      const said = this.#run(command, invocation.origin);
      const outcome = await tell(stdio, said, invocation.tty !== undefined);
      if (said.drops) this.#shells?.drop(invocation.origin);
      return { outcome, notImplemented: said.notImplemented };
    });
  }

  #inShell(invocation: Invocation, isLast: boolean): Answering | undefined {
    const shells = this.#shells;
    const { asked, origin } = invocation;
    const need = needOf(asked, (path) => existsSync(this.onDisk(origin, path)));
    if (need === undefined || (need === 'deny' && !isLast) || !shells || shells.whyNone() !== undefined)
      return undefined;
    return async (stdio) => {
      const { state, files } = this.#world(origin);
      if (state.host.system.isOff) return { outcome: await tell(stdio, { drops: true }, false) };
      const host = { origin, tree: files.onDisk('/'), hostname: state.host.identity.hostName };
      const { outcome } = await shells.execute(host, invocation, stdio);
      const notImplemented = need === 'deny' ? commandText(asked) : undefined;
      return { outcome: stdio.isGone ? undefined : outcome, notImplemented };
    };
  }

  whyNot({ asked }: Invocation): string {
    const why = needOf(asked, () => true) === 'run' ? this.#shells?.whyNone() : undefined;
    return why === undefined ? 'the profile has no such command' : `it takes a shell to run: ${why}`;
  }

  /** What a client would be told; undefined for what no such host has. `cwd` is a folder of the host. */
  say(invocation: Invocation, cwd = '/'): Said | undefined {
    const command = commandOf(invocation, cwd);
    return command && this.#run(command, invocation.origin);
  }

  /** Of one origin, or of all: as described again. */
  reset(origin?: string): void {
    void this.#shells?.reset(origin); // what still runs loses its files
    const names = origin === undefined ? [...this.#worlds.keys()] : [origin];
    for (const name of names) {
      this.#worlds.get(name)?.files[Symbol.dispose]();
      this.#worlds.delete(name);
    }
  }

  hostOf(origin: string): Host {
    return this.#world(origin).state.host;
  }

  /** Where a path of an origin's host is on this machine. */
  onDisk(origin: string, path: string): string {
    return this.#world(origin).files.onDisk(path);
  }

  exported(origin: string): Promise<Host> {
    const world = this.#world(origin);
    return Promise.resolve(withFiles(world.state.host, world));
  }

  /** With files of its own. */
  async imported(origin: string, data: unknown): Promise<void> {
    const { checkDescription } = await import('./model/check.ts'); // loads zod
    const description = checkDescription(data);
    const world = this.#world(origin);
    void this.#shells?.reset(origin);
    world.files[Symbol.dispose]();
    world.state.replace(hostOf(description));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#shells?.[Symbol.asyncDispose]();
    this.reset();
  }

  /** For those who have no shells. */
  [Symbol.dispose](): void {
    this.reset();
  }

  #run({ tool, called }: Command, origin: string): Said {
    const world = this.#world(origin);
    if (world.state.host.system.isOff) return { drops: true };
    try {
      return tool.run(called, world);
    } catch (error) {
      const { message, exit } = failureOf(error, tool.name);
      return { stderr: `${message}\n`, exit };
    }
  }

  #world(origin: string): OwnWorld {
    const known = this.#worlds.get(origin);
    if (known) return known;
    if (this.#worlds.size >= MOST_HOSTS) throw tooManyOrigins('have a mock host', MOST_HOSTS);
    const state = new HostState(() => hostOf(structuredClone(this.#description)));
    const world = {
      state,
      now: () => this.#clock.wall(),
      random: randomOf(origin),
      files: new TempFiles((root) => {
        layOut(root, state.host);
        layOutSystem(root, state.host);
      }),
    };
    this.#worlds.set(origin, world);
    return world;
  }
}

/** With files that end with it. */
type OwnWorld = World & { files: TempFiles };

const commandText = (asked: Invocation['asked']): string =>
  asked.kind === 'string' ? textOf(asked.command) : '';

/** A shim in a shell of the host's says where it was called. */
const cwdOf = ({ caller }: Invocation): string => (caller?.cwd ? textOf(caller.cwd) : '/');

/** A tool, and how it is called. */
interface Command {
  tool: Tool;
  called: Called;
}

function commandOf(invocation: Invocation, cwd: string): Command | undefined {
  const words = wordsOf(invocation);
  if (!words) return undefined;
  const [name = '', ...args] = words.map(textOf);
  const tool = TOOLS.get(name) ?? TOOLS.get(name.slice(name.lastIndexOf('/') + 1));
  return tool && { tool, called: { args, cwd, columns: invocation.tty?.columns ?? NO_CONSOLE } };
}

/** A shell string that is simple is its argv; any other needs a shell. */
function wordsOf({ asked }: Invocation): readonly Uint8Array[] | undefined {
  if (asked.kind === 'argv') return asked.argv;
  return asked.kind === 'string' ? simpleWords(asked.command) : undefined;
}
