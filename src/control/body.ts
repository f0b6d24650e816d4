import type { IncomingMessage } from 'node:http';
import { Refusal } from './refusal.ts';

/** The longest body, in bytes. */
export const MOST_BODY = 4 * 1024 * 1024;

/** What is too long is read on to its end, so that who sends it comes to read the answer; but no further than this. */
const MOST_PASSED_OVER = 16 * MOST_BODY;

/** Lists and maps in one another. Data of ours has some ten. */
const DEEPEST = 64;

/**
 * The body of a request, as JSON; undefined where there is none. `onward` tells a client to send it, if it waits
 * for that.
 *
 * @throws Refusal 400, 413, 415
 */
export async function readJson(request: IncomingMessage, onward: () => void): Promise<unknown> {
  const { headers } = request;
  if (headers['transfer-encoding'] === undefined && Number(headers['content-length'] ?? 0) === 0) {
    return undefined;
  }
  checkType(headers);
  if (Number(headers['content-length']) > MOST_BODY && headers.expect !== undefined) throw tooLong();
  onward();
  const bytes = await readAll(request);
  if (bytes.length === 0) return undefined;
  return parse(bytes);
}

function checkType(headers: IncomingMessage['headers']): void {
  const type = headers['content-type'];
  if (!/^application\/json *(;|$)/i.test(type ?? '')) {
    const is = type === undefined ? 'has no content type' : `is of type ${JSON.stringify(type)}`;
    throw new Refusal(415, `the body ${is}`, 'send JSON, with the header "Content-Type: application/json"');
  }
  const coding = headers['content-encoding'];
  if (coding !== undefined && coding !== 'identity') {
    throw new Refusal(415, `the body is in ${JSON.stringify(coding)}`, 'send it as it is, without coding');
  }
}

async function readAll(request: IncomingMessage): Promise<Buffer> {
  let chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of request as AsyncIterable<Uint8Array>) {
      length += chunk.length;
      if (length > MOST_PASSED_OVER) break;
      if (length > MOST_BODY) chunks = [];
      else chunks.push(chunk);
    }
  } catch {
    throw new Refusal(400, 'the body was cut off', 'send all of it'); // nobody is there to be told
  }
  if (length > MOST_BODY) throw tooLong();
  return Buffer.concat(chunks);
}

const tooLong = (): Refusal =>
  new Refusal(
    413,
    `the body is longer than ${MOST_BODY} bytes`,
    'let a mock take long output from a file of a manifest',
    { headers: { connection: 'close' } },
  );

function parse(bytes: Uint8Array): unknown {
  let data: unknown;
  try {
    data = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new Refusal(400, `the body is no JSON: ${(cause as Error).message}`, 'send one value of JSON');
  }
  if (depthOf(data) > DEEPEST) {
    throw new Refusal(400, `the body is nested more than ${DEEPEST} deep`, 'send flatter data');
  }
  return data;
}

/** Without recursion, which data of others could drive too far; no deeper than it takes to say too deep. */
function depthOf(data: unknown): number {
  let level: unknown[] = [data];
  let depth = 0;
  while (level.length > 0 && depth <= DEEPEST) {
    depth++;
    level = level.flatMap(membersOf);
  }
  return depth;
}

const membersOf = (data: unknown): unknown[] =>
  typeof data === 'object' && data !== null ? Object.values(data as Record<string, unknown>) : [];
