import { MISS_EXIT_CODE } from '../../answer.ts';
import { clientMessage } from '../../client-message.ts';
import type { Change, Original } from '../../caller.ts';
import { TapeheadError } from '../../errors.ts';
import type { Invocation } from '../../invocation.ts';
import { isOrigin } from '../../origin.ts';
import { exited } from '../../outcome.ts';
import type { Executed } from '../../upstreams/upstream.ts';
import type { Answer } from '../door.ts';
import { encodeChange } from './change.ts';
import { Child } from './child.ts';
import { type Frame, FrameReader, FROM_SHIM, PROTOCOL_VERSION, TO_SHIM } from './frame.ts';
import { decodeEnv, decodeHello, type Hello, NO_VARIABLES } from './hello.ts';
import { Outbox } from './outbox.ts';
import type { DeckProcess } from './own-invokers.ts';
import { brokenFrame, PayloadReader, u16 } from './payload.ts';
import { ENV, Reports } from './reports.ts';
import { ShimCaller } from './shim-caller.ts';
import { ShimStdio } from './shim-stdio.ts';
import { signalName } from './signal.ts';
import type { Wire, WireListener } from './wire.ts';

/** What a shim's connection stands in. */
export interface ShimContext {
  answer: Answer;
  /** Of shims on this door that declare none, or, where it is `fixed`, of all. */
  origin: { name: string; fixed: boolean };
  /** Who logged in, where a login has forwarded the connection. */
  user: string | undefined;
  /** Names of the variables that leave the shim's process; on a terminal TERM does, too, and no others. */
  env: readonly string[];
  /** This process, where shims may be of what it started; those of another machine are not. */
  deck: DeckProcess | undefined;
  log: (message: string) => void;
  /** Told of each execution; it is over when the shim has the last of it. */
  onExecution(over: Promise<void>): void;
}

/** One shim: its report, then the execution that it is the mouth of. */
export class ShimConnection implements WireListener {
  readonly #wire: Wire;
  readonly #context: ShimContext;
  readonly #frames = new FrameReader();
  readonly #outbox: Outbox;
  readonly #reports: Reports;
  #stdio: ShimStdio | undefined;
  #child: Child | undefined;
  #failed: ((executed: Executed | undefined) => void) | undefined;
  #phase: 'open' | 'cut' | 'gone' = 'open';

  constructor(wire: Wire, context: ShimContext) {
    this.#wire = wire;
    this.#context = context;
    this.#outbox = new Outbox(wire);
    this.#reports = new Reports(this.#outbox);
  }

  /** Ends one that has not said what was invoked in `helloTime` ms. */
  cutUnlessKnown(helloTime: number): void {
    if (!this.#stdio) this.#cut(`it did not say what was invoked in ${helloTime / 1000} s`);
  }

  onBytes(bytes: Buffer): void {
    if (this.#phase !== 'open') return;
    try {
      this.#frames.push(bytes);
      for (let frame = this.#frames.next(); frame; frame = this.#frames.next()) this.#onFrame(frame);
    } catch (error) {
      if (!(error instanceof TapeheadError)) throw error;
      this.#cut(error.message);
    }
  }

  /** Behind what is on its way. */
  async #drop(): Promise<void> {
    await this.#outbox.flush();
    if (this.#phase === 'open') this.#cut('a fault drops its connection');
  }

  #cut(why: string): void {
    this.#phase = 'cut';
    this.#context.log(`a shim is cut off: ${why}`);
    this.#wire.cut();
  }

  onGone(): void {
    this.#phase = 'gone';
    this.#stdio?.leave();
    this.#child?.leave();
    this.#failed?.(undefined);
    this.#reports.leave();
  }

  #onFrame({ type, payload }: Frame): void {
    const stdio = this.#stdio;
    if (stdio === undefined) return this.#onHello(type, payload);
    const from = new PayloadReader(payload);
    this.#take(type, from, stdio);
    from.end();
  }

  #take(type: number, from: PayloadReader, stdio: ShimStdio): void {
    switch (type) {
      case FROM_SHIM.STDIN:
        if (from.u8() !== 0) throw brokenFrame('has stdin of another descriptor');
        return stdio.typed(from.rest());
      case FROM_SHIM.STDIN_EOF:
        return stdio.typed(undefined);
      case FROM_SHIM.SIGNAL:
        return stdio.pressed({ type: 'signal', name: signalName(from.u8()) });
      case FROM_SHIM.RESIZE:
        return stdio.pressed({
          type: 'resize',
          columns: from.u16(),
          rows: from.u16(),
          width: from.u16(),
          height: from.u16(),
        });
      case FROM_SHIM.REPORT:
        return this.#reports.onReport(from);
      case FROM_SHIM.CLOSED:
        return stdio.closed(from.u8());
      case FROM_SHIM.FAILED:
        this.#onOriginal(type, from);
        return stdio.givesUp();
      case FROM_SHIM.CHILD_DATA:
      case FROM_SHIM.CHILD_EOF:
      case FROM_SHIM.CHILD_OUTCOME:
      case FROM_SHIM.CHILD_CREDIT:
        return this.#onOriginal(type, from);
      default:
        throw brokenFrame(`of type ${type} was not expected`);
    }
  }

  #onHello(type: number, payload: Buffer): void {
    if (type !== FROM_SHIM.HELLO) throw brokenFrame(`of type ${type} came first`);
    const hello = decodeHello(payload);
    if ('version' in hello) return this.#turnAway(hello.version);
    const stdio = (this.#stdio = new ShimStdio(this.#outbox, isOnTerminal(hello), () => {
      void this.#drop();
    }));
    const { origin } = this.#context;
    const isNamed = origin.fixed || hello.origin === '' || isOrigin(hello.origin);
    this.#context.onExecution(isNamed ? this.#execute(hello, stdio) : this.#refuse(hello, stdio));
  }

  async #refuse(hello: Hello, stdio: ShimStdio): Promise<void> {
    const origin = JSON.stringify(hello.origin);
    const why = `its origin (TAPEHEAD_ORIGIN or /.tapehead/origin) is ${origin}, which is no name of an origin`;
    this.#context.log(`a shim is turned away: ${why}`);
    void stdio.send({ type: 'stderr', bytes: clientMessage(why, isOnTerminal(hello)) });
    void stdio.send({ type: 'eof', stream: 'stdout' });
    void stdio.send({ type: 'eof', stream: 'stderr' });
    await stdio.send({ type: 'outcome', outcome: exited(MISS_EXIT_CODE) });
    this.#wire.end();
  }

  #turnAway(version: number): void {
    this.#phase = 'cut';
    this.#context.log(
      `a shim is turned away: it speaks version ${version} of the protocol, and this deck ${PROTOCOL_VERSION}; ` +
        `install this deck's own shim, or rebuild the image with this tapehead`,
    );
    void this.#outbox.send(TO_SHIM.MISMATCH, u16(PROTOCOL_VERSION));
    void this.#outbox.flush();
    this.#wire.end();
  }

  async #execute(hello: Hello, stdio: ShimStdio): Promise<void> {
    const { answer, env: names, deck, log } = this.#context;
    const wanted = isOnTerminal(hello) ? ['TERM', ...names] : names;
    // It awaits what the shim has announced, from before anything is asked.
    const caller = new ShimCaller(hello, this.#reports, this.#original(), deck);
    const unsaid = wanted.length === 0 ? wanted : wanted.filter((name) => !hello.reports.includes(name));
    try {
      const env = unsaid.length === 0 ? hello.env : new Map([...hello.env, ...(await this.#askEnv(unsaid))]);
      await answer(this.#invocationOf(hello, env, caller), stdio);
    } catch (error) {
      log(`an answer failed: ${String(error)}`);
    }
    const delivered = this.#outbox.flush();
    this.#wire.end();
    await delivered;
  }

  #askEnv(names: readonly string[]): Promise<ReadonlyMap<string, Buffer>> {
    const asked = names.map((name) => Buffer.from(name));
    return this.#reports.ask(ENV, decodeEnv, NO_VARIABLES, asked);
  }

  #invocationOf(hello: Hello, env: ReadonlyMap<string, Buffer>, caller: ShimCaller): Invocation {
    const { origin, user } = this.#context;
    const term = env.get('TERM')?.toString() ?? 'xterm';
    return {
      asked: { kind: 'argv', argv: hello.argv },
      env,
      tty: isOnTerminal(hello) ? { term, ...hello.size, modes: NO_MODES } : undefined,
      origin: origin.fixed || hello.origin === '' ? origin.name : hello.origin,
      door: 'shim',
      user,
      caller,
    };
  }

  #original(): Original {
    return {
      replace: (change = {}) => this.#replace(change),
      observe: (stdio, hasOwnStdin, change = {}) => {
        this.#child = new Child(this.#outbox, stdio);
        if (this.#phase === 'gone') this.#child.leave();
        return this.#child.run(change, hasOwnStdin);
      },
    };
  }

  #replace(change: Change): Promise<Executed | undefined> {
    void this.#outbox.send(TO_SHIM.EXEC, encodeChange(change));
    return new Promise((resolve) => {
      this.#failed = resolve; // or it goes, as a process does that becomes another
      if (this.#phase === 'gone') resolve(undefined);
    });
  }

  #onOriginal(type: number, from: PayloadReader): void {
    if (this.#child) return this.#child.onFrame(type, from);
    if (!this.#failed || type !== FROM_SHIM.FAILED) {
      throw brokenFrame(`of type ${type} is of an original that was not asked for`);
    }
    this.#failed({ outcome: exited(from.u8()), failure: from.string().toString(), notes: [] });
  }
}

const NO_MODES = Buffer.alloc(0);

/** Output to a pipe is no terminal's, and input from one no person's: a terminal is both. */
const isOnTerminal = ({ descriptors }: Hello): boolean =>
  descriptors[0]?.tty === true && descriptors[1]?.tty === true;
