import { join } from 'node:path';
import type { HostFingerprint } from '../../cassette/recording.ts';
import type { Invocation } from '../../invocation.ts';
import { encodeCommand } from '../../ssh/session.ts';
import type { Stdio } from '../../stdio.ts';
import { passwordRemedy } from '../passwords.ts';
import { CANCELLED, refuse, Running } from '../running.ts';
import { FINGERPRINT_COMMAND, systemFingerprintIn } from '../system-fingerprint.ts';
import type { Executed, Upstream } from '../upstream.ts';
import { Execution } from './execution.ts';
import { startRequest } from './command.ts';
import { readSshConfig, resolveTarget, type HostSpec, type Person, type SshConfig } from './config.ts';
import { connectSsh, type SshConnection } from './connect.ts';
import { exitCodeOf, runErrand } from './errand.ts';
import type { Order } from './order.ts';
import { remembering } from './memory.ts';
import { thisPerson } from './person.ts';
import { killCommand, RemotePid } from './remote-pid.ts';
import { Sessions } from './sessions.ts';
import { NeverStarted } from './ticket.ts';

/** How a host is reached over SSH, and how it is used. */
export interface SshOptions {
  /** Private key files. Default: those of the config, else `~/.ssh/id_*`. */
  identities?: readonly string[];
  /** Files. Default: those of the config, else `~/.ssh/known_hosts`. */
  knownHosts?: string | readonly string[];
  /** `SHA256:…` of host keys that are accepted though they are not known: the host's, and those of its jumps. */
  acceptHostKeys?: readonly string[];
  /** For password and keyboard-interactive authentication. */
  password?: string;
  /** Asks a person; `echo` false for a secret. Default: nobody is asked. */
  prompt?: (text: string, echo: boolean) => Promise<string>;
  /** Socket of an SSH agent. Default: `SSH_AUTH_SOCK`. */
  agent?: string;
  /** An OpenSSH client config. Default: `~/.ssh/config`, then `/etc/ssh/ssh_config`. */
  sshConfig?: string;
  /** How long an execution waits for a session, ms. Default 60,000. */
  queueTimeout?: number;
  /** How many connections there may be. Default 2. */
  connections?: number;
  /**
   * How an execution is cancelled: by a signal and the end of its channel (default), or by the pid of its
   * shell as well, which is learnt by putting an `echo` in front of the command.
   */
  cancel?: 'signal' | 'pid';
}

/**
 * Connects to a host.
 *
 * @param origin whose it is alone, if it is
 * @throws TapeheadError UPSTREAM_UNREACHABLE, UPSTREAM_AUTH, HOST_KEY_UNKNOWN, HOST_KEY_CHANGED, USAGE
 */
export async function openSsh(spec: HostSpec, options: SshOptions, origin?: string): Promise<Upstream> {
  const person = thisPerson();
  const target = resolveTarget(spec, await readConfig(options.sshConfig, person), person);
  const credentials = {
    identities: options.identities ?? [],
    password: options.password,
    passwordRemedy: passwordRemedy(origin),
    agent: options.agent ?? process.env['SSH_AUTH_SOCK'],
  };
  const { knownHosts, acceptHostKeys = [] } = options;
  const trust = { knownHosts: typeof knownHosts === 'string' ? [knownHosts] : knownHosts, acceptHostKeys };
  const connect = remembering(options.prompt, (ask, signal: AbortSignal) =>
    connectSsh(target, { credentials: { ...credentials, ask }, trust, person }, signal),
  );
  const first = await connect(new AbortController().signal);
  const sessions = new Sessions(first, connect, {
    queueTimeout: options.queueTimeout ?? 60_000,
    connections: options.connections ?? 2,
  });
  const url = `ssh://${target.user}@${target.host.includes(':') ? `[${target.host}]` : target.host}:${target.port}`;
  return new SshUpstream(url, fingerprintOf(first), sessions, options.cancel ?? 'signal');
}

/** How long a host may take to let us ask what it is, and then to say it, ms. */
const FINGERPRINT_TIME = 5_000;

class SshUpstream implements Upstream {
  readonly url: string;
  readonly host: HostFingerprint;
  readonly #sessions: Sessions;
  readonly #cancel: 'signal' | 'pid';
  readonly #running = new Running();

  constructor(url: string, host: HostFingerprint, sessions: Sessions, cancel: 'signal' | 'pid') {
    this.url = url;
    this.host = host;
    this.#sessions = sessions;
    this.#cancel = cancel;
  }

  execute(invocation: Invocation, stdio: Stdio): Promise<Executed> {
    return this.#running.run(stdio, (stop) => this.#execute(invocation, stdio, stop));
  }

  async fingerprint(stop?: AbortSignal): Promise<HostFingerprint> {
    const payload = encodeCommand(FINGERPRINT_COMMAND);
    const errand = {
      payload,
      urgent: false,
      wait: FINGERPRINT_TIME,
      run: FINGERPRINT_TIME,
      ...(stop && { stop }),
    };
    const ended = await runErrand(this.#sessions, errand);
    return { ...this.host, ...systemFingerprintIn(ended?.stdout.toString() ?? '') };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#running.stop();
    await this.#sessions[Symbol.asyncDispose]();
  }

  async #execute(invocation: Invocation, stdio: Stdio, stop: AbortSignal): Promise<Executed> {
    if (stop.aborted) return refuse(stdio, CANCELLED);
    try {
      for (;;) {
        const execution = new Execution(this.#order(invocation), stdio, stop);
        const channel = await this.#sessions.open(execution);
        const executed = await execution.run(channel);
        // Else the connection died before anything was asked for: nothing can have started.
        if (executed !== undefined) return executed;
      }
    } catch (error) {
      if (error instanceof NeverStarted) {
        const { byUs, isUnreachable } = error;
        return { ...(await refuse(stdio, error.message)), byUs, isUnreachable };
      }
      if (error instanceof RangeError) return refuse(stdio, error.message);
      throw error;
    }
  }

  /** @throws NeverStarted, RangeError for what cannot be asked of a host */
  #order({ asked, env, tty, caller, modified }: Invocation): Order {
    if (asked.kind === 'subsystem') throw new NeverStarted(`the subsystem ${asked.name} is not built yet`);
    const pid = this.#cancel === 'pid' && asked.kind !== 'session' ? new RemotePid() : undefined;
    return {
      start: startRequest(asked, env, { before: pid?.before, modified }),
      tty,
      env: asked.kind === 'session' ? env : new Map(),
      isProcess: caller !== undefined,
      pid,
      kill: async (victim) => (await exitCodeOf(this.#sessions, encodeCommand(killCommand(victim)))) === 0,
    };
  }
}

function fingerprintOf({ hostKey, server }: SshConnection): HostFingerprint {
  return server === undefined ? { hostKey } : { hostKey, server };
}

async function readConfig(file: string | undefined, person: Person): Promise<SshConfig> {
  if (file !== undefined) return readSshConfig(file, person);
  const [own, system] = [join(person.home, '.ssh', 'config'), '/etc/ssh/ssh_config'];
  return [...(await readSshConfig(own, person)), ...(await readSshConfig(system, person))];
}
