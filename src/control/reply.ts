import type { ServerResponse } from 'node:http';
import type { Reply } from './operation.ts';

/** Writes an answer; events one by one, no faster than they are read. Resolves when it is out, or the client `left`. */
export async function reply(
  response: ServerResponse,
  status: number,
  answer: Reply,
  left: AbortSignal,
): Promise<void> {
  const { headers = {}, json, events } = answer;
  const body = json && `${JSON.stringify(json)}\n`;
  if (left.aborted) return;
  if (response.headersSent) return void response.destroy(); // events that break off in the middle
  response.sendDate = false; // Node keeps a timer for it, beyond the end of the deck; and nothing is to be cached
  const type = events ? 'text/event-stream' : json && 'application/json';
  response.writeHead(status, {
    ...(type !== undefined && { 'content-type': type }),
    ...(body !== undefined && { 'content-length': Buffer.byteLength(body) }),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...headers,
  });
  if (events) await pour(response, events, left);
  response.end(body);
  if (!response.writableFinished) await either(response, 'finish', left);
}

async function pour(
  response: ServerResponse,
  events: AsyncIterable<string>,
  left: AbortSignal,
): Promise<void> {
  response.flushHeaders();
  for await (const event of events) {
    if (left.aborted) return;
    if (!response.write(event)) await either(response, 'drain', left);
  }
}

function either(response: ServerResponse, event: 'drain' | 'finish', left: AbortSignal): Promise<void> {
  if (left.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const over = (): void => {
      response.off(event, over);
      left.removeEventListener('abort', over);
      resolve();
    };
    response.once(event, over);
    left.addEventListener('abort', over);
  });
}
