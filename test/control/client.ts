import { once } from 'node:events';
import { request, type IncomingHttpHeaders, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http';
import { text } from 'node:stream/consumers';
import type { ControlReady } from '../../src/control/control.ts';
import { wrongWith } from './document.ts';

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
  /** The body, where it is JSON: what the document has for that operation. */
  json: Body;
}

/** What tests look at of bodies. */
interface Body {
  code: string;
  message: string;
  remedy: string;
  name: string;
  hooks: readonly { name: string }[];
  cassettes: readonly { path: string }[];
  states: readonly object[];
  calls: readonly { place: number; number: number }[];
  lost: number;
  last: number;
}

export interface Asked {
  headers?: Record<string, string>;
  /** Sent as it is. */
  raw?: string | Uint8Array;
}

/** A client of a control API that has the token; it holds each answer to the OpenAPI document. */
export const clientOf =
  (ready: ControlReady) =>
  async (method: string, target: string, data?: unknown, asked: Asked = {}): Promise<Answer> => {
    const answer = await ask(ready, method, target, data, asked);
    const { status, headers, body } = answer;
    const wrong = wrongWith(method, target, { status, type: headers['content-type'], body });
    if (wrong !== undefined) throw new Error(`${method} ${target} is not as the document has it: ${wrong}`);
    return answer;
  };

export type ControlClient = ReturnType<typeof clientOf>;

async function ask(
  ready: ControlReady,
  method: string,
  target: string,
  data: unknown,
  asked: Asked,
): Promise<Answer> {
  const body = asked.raw ?? (data === undefined ? undefined : JSON.stringify(data));
  const headers = {
    ...(body !== undefined && {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
    }),
    ...asked.headers,
  };
  const response = await send(ready, method, target, headers, body);
  const said = await text(response);
  const { statusCode: status = 0, headers: got } = response;
  const isJson = got['content-type'] === 'application/json';
  return { status, headers: got, body: said, json: (isJson ? JSON.parse(said) : undefined) as Body };
}

/** Resolves when the headers of the answer have come. */
export async function send(
  ready: ControlReady,
  method: string,
  target: string,
  headers: OutgoingHttpHeaders = {},
  body?: string | Uint8Array,
): Promise<IncomingMessage> {
  const where = 'socket' in ready ? { socketPath: ready.socket } : atPort(ready.url);
  const token = 'token' in ready ? { authorization: `Bearer ${ready.token}` } : {};
  const sent = request({ ...where, method, path: target, headers: { ...token, ...headers }, agent: false });
  sent.end(body);
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  sent.on('error', () => undefined); // what was not sent yet when the answer came, nobody wanted
  return response;
}

function atPort(url: string): { host: string; port: number } {
  const { hostname, port } = new URL(url);
  return { host: hostname, port: Number(port) };
}
