import type { ServerResponse } from 'node:http';
import type { Reply } from './operation.ts';

/** Writes an answer; events one by one, no faster than they are read. Resolves when it is out, or the client left. */
export async function reply(response: ServerResponse, status: number, answer: Reply): Promise<void> {
  const { headers = {}, json, events } = answer;
  const body = json && `${JSON.stringify(json)}\n`;
  if (response.destroyed) return;
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
  if (events) await pour(response, events);
  response.end(body);
  if (!response.writableFinished) await either(response, 'finish', 'close');
}

async function pour(response: ServerResponse, events: AsyncIterable<string>): Promise<void> {
  response.flushHeaders();
  for await (const event of events) {
    if (response.destroyed) return;
    if (!response.write(event)) await either(response, 'drain', 'close');
  }
}

function either(
  response: ServerResponse,
  ...names: readonly ('drain' | 'finish' | 'close')[]
): Promise<void> {
  if (response.destroyed) return Promise.resolve();
  return new Promise((resolve) => {
    const over = (): void => {
      for (const name of names) response.off(name, over);
      resolve();
    };
    for (const name of names) response.once(name, over);
  });
}
