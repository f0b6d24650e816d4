import { request, type IncomingHttpHeaders } from 'node:http';
import { text } from 'node:stream/consumers';
import type { ControlReady } from '../../src/control/control.ts';
import { wrongWith } from './document.ts';

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
  /** The body, where it is JSON. */
  json: any;
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

function ask(
  ready: ControlReady,
  method: string,
  target: string,
  data: unknown,
  asked: Asked,
): Promise<Answer> {
  const where = 'socket' in ready ? { socketPath: ready.socket } : atPort(ready.url);
  const body = asked.raw ?? (data === undefined ? undefined : JSON.stringify(data));
  const headers = {
    ...('token' in ready && { authorization: `Bearer ${ready.token}` }),
    ...(body !== undefined && {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
    }),
    ...asked.headers,
  };
  return new Promise((resolve, reject) => {
    const sent = request({ ...where, method, path: target, headers, agent: false }, (response) => {
      text(response).then((said) => {
        const { statusCode: status = 0, headers: got } = response;
        const isJson = got['content-type'] === 'application/json';
        resolve({ status, headers: got, body: said, json: isJson ? JSON.parse(said) : undefined });
      }, reject);
    });
    sent.once('error', reject);
    sent.end(body);
  });
}

function atPort(url: string): { host: string; port: number } {
  const { hostname, port } = new URL(url);
  return { host: hostname, port: Number(port) };
}
