import { EventEmitter } from 'node:events';
import { PassThrough, type Writable } from 'node:stream';
import type { ProcessLike } from '../../src/cli/terminal.ts';

/** A process that keeps what is written, and to which signals are sent by `emit`. */
export class FakeProcess extends EventEmitter implements ProcessLike {
  readonly stdin: ProcessLike['stdin'] = new PassThrough();
  readonly stdout: ProcessLike['stdout'];
  readonly stderr: ProcessLike['stderr'];
  readonly env: NodeJS.ProcessEnv = {};
  readonly out: Buffer[] = [];
  readonly err: Buffer[] = [];

  constructor({ isTTY = false } = {}) {
    super();
    this.stdout = Object.assign(collecting(this.out), { isTTY });
    this.stderr = Object.assign(collecting(this.err), { isTTY });
  }

  get said(): string {
    return Buffer.concat(this.err).toString();
  }
}

function collecting(into: Buffer[]): Writable {
  return new PassThrough().on('data', (chunk: Buffer) => into.push(chunk));
}
