import { type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import type { ControlReady } from '../control/control.ts';
import type { ErrorBody } from '../control/refusal.ts';
import { type ErrorCode, TapeheadError } from '../errors.ts';

/** A client of the control API of a deck. */
export interface ControlClient {
  /**
   * What was answered, from JSON; undefined where nothing was said.
   *
   * @throws TapeheadError CONTROL_UNREACHABLE, or what the deck refuses it for
   */
  ask(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown): Promise<unknown>;
  /** The server-sent events there, until the deck ends. */
  follow(path: string): AsyncGenerator<ControlEvent>;
}

/** One event (HTML Living Standard, "Server-sent events"). */
export interface ControlEvent {
  type: string;
  data: unknown;
}

export function controlClient(ready: ControlReady): ControlClient {
  return {
    async ask(method, path, body) {
      const response = await send(ready, method, path, body);
      const said = await text(response).catch((cause: unknown) => {
        throw brokenOff(ready, cause);
      });
      return said === '' ? undefined : parse(said, response.statusCode);
    },
    async *follow(path) {
      const response = await send(ready, 'GET', path);
      try {
        yield* readEvents(response);
      } catch (cause) {
        throw brokenOff(ready, cause);
      }
    },
  };
}

function send(ready: ControlReady, method: string, path: string, body?: unknown): Promise<IncomingMessage> {
  const data = body === undefined ? undefined : JSON.stringify(body);
  const headers = {
    ...('token' in ready && { authorization: `Bearer ${ready.token}` }),
    ...(data !== undefined && {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(data),
    }),
  };
  const where = 'socket' in ready ? { socketPath: ready.socket } : addressOf(ready.url);
  return new Promise((resolve, reject) => {
    const sent = request({ ...where, method, path, headers, agent: false });
    sent.once('error', (cause) => reject(unreachable(ready, cause)));
    sent.once('response', (response) => {
      const { statusCode = 0 } = response;
      if (statusCode < 400) resolve(response);
      else {
        text(response)
          .then((said) => refusalIn(said, statusCode))
          .then(reject, reject);
      }
    });
    sent.end(data);
  });
}

function addressOf(url: string): { host: string; port: string } {
  const { hostname, port } = new URL(url);
  return { host: hostname, port };
}

const whereOf = (ready: ControlReady): string => ('socket' in ready ? ready.socket : ready.url);

const unreachable = (ready: ControlReady, cause: Error): TapeheadError =>
  new TapeheadError(
    'CONTROL_UNREACHABLE',
    `no deck answers at ${whereOf(ready)}: ${cause.message}`,
    'check that it still runs, and that the ready file is its own',
    { cause },
  );

const brokenOff = (ready: ControlReady, cause: unknown): TapeheadError =>
  new TapeheadError(
    'CONTROL_UNREACHABLE',
    `the deck at ${whereOf(ready)} broke off in the middle of its answer`,
    'see what became of it: it did not end by itself',
    { cause },
  );

function refusalIn(said: string, status: number): TapeheadError {
  const { code, message, remedy } = parse(said, status) as Partial<ErrorBody>;
  if (code === undefined || message === undefined || remedy === undefined) return noDeck(status);
  return new TapeheadError(code as ErrorCode, message, remedy);
}

/** @throws TapeheadError CONTROL_UNREACHABLE where something else answers there */
function parse(said: string, status = 0): object {
  try {
    const data: unknown = JSON.parse(said);
    if (typeof data === 'object' && data !== null) return data;
  } catch {
    // told below
  }
  throw noDeck(status);
}

const noDeck = (status: number): TapeheadError =>
  new TapeheadError(
    'CONTROL_UNREACHABLE',
    `something answers with status ${status}, and it is no deck`,
    'check that the ready file is its own',
  );

async function* readEvents(response: IncomingMessage): AsyncGenerator<ControlEvent> {
  let rest = '';
  response.setEncoding('utf8');
  for await (const piece of response as AsyncIterable<string>) {
    const blocks = (rest + piece).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const fields = new Map(block.split('\n').map((line) => fieldOf(line)));
      const data = fields.get('data');
      if (data !== undefined) yield { type: fields.get('event') ?? 'message', data: JSON.parse(data) };
    }
  }
}

function fieldOf(line: string): [name: string, value: string] {
  const at = line.indexOf(': ');
  return [line.slice(0, at), line.slice(at + 2)];
}
