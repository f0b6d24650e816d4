import type { Invocation } from '../../src/invocation.ts';
import type { Outcome } from '../../src/outcome.ts';
import type { Stdio } from '../../src/stdio.ts';
import type { Executed, Upstream } from '../../src/upstreams/upstream.ts';

/** What a fake host answers: stdout and an outcome, or a program of its own on the client's streams. */
export type FakeAnswer = { stdout?: string; outcome?: Outcome } | ((stdio: Stdio) => Promise<Executed>);

/** A host in memory that counts what was executed. */
export class FakeUpstream implements Upstream {
  readonly url = 'fake:';
  readonly host = { system: 'fake' };
  readonly executed: string[] = [];
  readonly envs: ReadonlyMap<string, Uint8Array>[] = [];
  isDisposed = false;
  #answer: (command: string, nth: number) => FakeAnswer;

  constructor(answer: (command: string, nth: number) => FakeAnswer) {
    this.#answer = answer;
  }

  async execute(invocation: Invocation, stdio: Stdio): Promise<Executed> {
    const { asked } = invocation;
    const command = asked.kind === 'string' ? Buffer.from(asked.command).toString() : asked.kind;
    this.executed.push(command);
    this.envs.push(invocation.env);
    const answer = this.#answer(command, this.executed.length);
    if (typeof answer === 'function') return await answer(stdio);
    const { stdout = '', outcome = { kind: 'exited', code: 0 } } = answer;
    if (stdout) await stdio.send({ type: 'stdout', bytes: Buffer.from(stdout) });
    await stdio.send({ type: 'eof', stream: 'stdout' });
    await stdio.send({ type: 'eof', stream: 'stderr' });
    await stdio.send({ type: 'outcome', outcome });
    return { outcome, notes: [] };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.isDisposed = true;
  }
}
