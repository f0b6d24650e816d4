import type { TtySize } from '../../event.ts';
import type { Asked, Tty } from '../../invocation.ts';
import type { Channel, ChannelMessage } from '../../ssh/channel.ts';
import type { ChannelOpen } from '../../ssh/connection.ts';
import { STDERR } from '../../ssh/message.ts';
import {
  decodeCommand,
  decodeEnv,
  decodePty,
  decodeSignal,
  decodeSize,
  encodeExitStatus,
} from '../../ssh/session.ts';
import type { Answer } from '../door.ts';
import { ClientStdio } from './client-stdio.ts';
import type { SshDoorLimits } from './limits.ts';
import { quoted, type Log } from './log.ts';
import type { Login } from './login.ts';

/** What a session stands in. */
export interface SessionContext {
  login: Login;
  answer: Answer;
  limits: SshDoorLimits;
  log: Log;
  /** False once the door drains. */
  admits(): boolean;
  /** Breaks the connection, behind what is on its way. */
  drop: () => void;
  /** Told of each execution; it is over when the client has the last of it. */
  onExecution(over: Promise<unknown>): void;
}

type Request = Extract<ChannelMessage, { type: 'request' }>;

/** One session channel of a client: what it prepares (RFC 4254 §6), and the one execution it asks for. */
export class Session {
  readonly #context: SessionContext;
  readonly #channel: Channel;
  readonly #stdio: ClientStdio;
  readonly #env = new Map<string, Uint8Array>();
  #envBytes = 0;
  #envTold = false;
  #tty: Tty | undefined;
  #asked = false;
  #onClosed!: () => void;
  /** Resolved when the channel is closed on both sides, or lost. */
  readonly closed = new Promise<void>((resolve) => (this.#onClosed = resolve));

  constructor(open: ChannelOpen, context: SessionContext) {
    this.#context = context;
    this.#channel = open.accept((message) => this.#onMessage(message));
    this.#stdio = new ClientStdio(this.#channel, context.drop);
  }

  #onMessage(message: ChannelMessage): void {
    switch (message.type) {
      case 'data':
        if (message.extended === 0) this.#stdio.stdin.push(message.bytes);
        else this.#channel.consumed(message.bytes.length); // a client has no second stream
        return;
      case 'eof':
        return this.#stdio.stdin.eof();
      case 'request':
        return this.#onRequest(message);
      case 'close':
        this.#stdio.leave('the client closed the channel');
        return this.#onClosed();
      case 'lost':
        this.#stdio.leave(`the connection was lost: ${message.reason}`);
        return this.#onClosed();
    }
  }

  #onRequest(request: Request): void {
    switch (request.name) {
      case 'env':
        return request.reply(this.#setEnv(decodeEnv(request.payload)));
      case 'pty-req':
        return request.reply(this.#setTty(decodePty(request.payload)));
      case 'window-change':
        return request.reply(this.#resize(decodeSize(request.payload)));
      case 'signal':
        return request.reply(this.#signal(decodeSignal(request.payload)));
      case 'exec':
        return this.#execute({ kind: 'string', command: decodeCommand(request.payload) }, request);
      case 'shell':
        return this.#execute({ kind: 'session' }, request);
      case 'subsystem':
        return this.#declineSubsystem(decodeCommand(request.payload).toString(), request);
      case 'eow@openssh.com':
        // OpenSSH's PROTOCOL §2.1: nobody reads the output any more, as in `ssh … | head -1`.
        return this.#stdio.leave('the client reads no more output');
      default:
        return request.reply(false); // x11-req, auth-agent-req@openssh.com, …
    }
  }

  #execute(asked: Asked, request: Request): void {
    if (this.#asked) return request.reply(false);
    this.#asked = true;
    if (!this.#context.admits()) {
      request.reply(false);
      return this.#channel.close();
    }
    const { login, answer, log } = this.#context;
    this.#stdio.asked(request.reply);
    const invocation = { asked, env: this.#env, tty: this.#tty, door: 'ssh', ...login };
    const answered = answer(invocation, this.#stdio)
      .catch((error: unknown) => log(`an answer failed: ${String(error)}`))
      .finally(() => this.#stdio.end());
    this.#context.onExecution(Promise.all([answered, this.closed]));
  }

  #setEnv({ name, value }: { name: string; value: Buffer }): boolean {
    if (this.#asked) return false;
    const { envCount, envBytes } = this.#context.limits;
    this.#envBytes += Buffer.byteLength(name) + value.length;
    if (this.#env.size >= envCount || this.#envBytes > envBytes) {
      this.#tellOfEnv(`more than ${envCount} variables, or ${envBytes} bytes of them`);
      return false;
    }
    this.#env.delete(name); // so that it stands where it was sent last
    this.#env.set(name, Buffer.from(value)); // the packet may be far longer
    return true;
  }

  /** Once a session: whoever sends too many sends many. */
  #tellOfEnv(what: string): void {
    if (!this.#envTold) this.#context.log(`a client sends ${what}: those past that are refused`);
    this.#envTold = true;
  }

  #setTty(tty: Tty): boolean {
    if (this.#asked || this.#tty !== undefined) return false;
    this.#tty = tty;
    return true;
  }

  #resize(size: TtySize): boolean {
    if (this.#tty === undefined) return false;
    if (this.#asked) this.#stdio.controls.push({ type: 'resize', ...size });
    else this.#tty = { ...this.#tty, ...size };
    return true;
  }

  #signal(name: string): boolean {
    if (this.#asked) this.#stdio.controls.push({ type: 'signal', name });
    return this.#asked;
  }

  /** OpenSSH's clients tell a refused subsystem from a dead host by nothing but what comes on stderr. */
  #declineSubsystem(name: string, request: Request): void {
    this.#context.log(`a client asks for the subsystem ${quoted(name)}, which is not served`);
    if (name !== 'sftp' || this.#asked) return request.reply(false);
    this.#asked = true;
    request.reply(true);
    void this.#channel.write(Buffer.from('tapehead: sftp is not served here\r\ntry: scp -O\r\n'), STDERR);
    this.#channel.notify('exit-status', encodeExitStatus(1));
    this.#channel.eof();
    this.#channel.close();
  }
}
