import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Invocation } from '../../../../invocation.ts';
import type { Stdio } from '../../../../stdio.ts';
import { withStdinForwarding } from '../../../../upstreams/forwarded-stdin.ts';
import { openLocal } from '../../../../upstreams/local/local.ts';
import type { Executed, Upstream } from '../../../../upstreams/upstream.ts';
import { shellCommand } from './command.ts';
import { sandboxArguments } from './sandbox.ts';

/** The host that a shell is to be of, as it is now. */
export interface ShellHost {
  origin: string;
  /** Its files on this machine. */
  tree: string;
  hostname: string;
}

/** What all hosts share. */
export interface System {
  bwrap: string;
  /** Temporary. */
  folder: string;
  hidden: readonly string[];
}

/** Of one origin: its own socket, and what runs. */
export class HostShell implements AsyncDisposable {
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

  async execute(
    host: ShellHost,
    { asked, modified: _, ...invocation }: Invocation,
    stdio: Stdio,
  ): Promise<Executed> {
    if (asked.kind === 'subsystem') throw new Error('a shell has no subsystems');
    const { bwrap } = this.#system;
    const { tty } = invocation;
    const term = tty ? ['--setenv', 'TERM', tty.term] : [];
    const prefix = ['/bin/sh', '-c', BEGIN, 'sh', this.#arguments(host), bwrap, '--args', '9', ...term, '--'];
    const argv = [
      ...prefix.map((word) => Buffer.from(word)),
      ...shellCommand(asked, tty !== undefined, invocation.caller?.cwd),
    ];
    this.#clients.add(stdio);
    try {
      return await this.#local.execute(
        { ...invocation, env: new Map(), asked: { kind: 'argv', argv } },
        stdio,
      );
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
    const sandbox = {
      tree,
      hostname,
      hidden,
      system: join(folder, 'system'),
      socket: `${this.#place}.sock`,
    };
    const text = sandboxArguments(sandbox)
      .map((word) => `${word}\0`)
      .join('');
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
