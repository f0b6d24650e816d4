import { createConnection } from 'node:net';
import type { Random } from '../support/random.ts';
import { madeRequest, type ControlAt } from './control-requests.ts';
import { startDeck } from './deck-process.ts';
import { Finding, type Fuzzer } from './fuzzer.ts';
import { within } from './patience.ts';

/** Clients of a control API that send anything. */
export const control: Fuzzer = {
  name: 'control',
  async open() {
    const deck = await startDeck(['replay', '--control']);
    const at = deck.control as ControlAt;
    return {
      async run(random: Random, caseNumber: number) {
        const request = madeRequest(random, at);
        const input = request.toString('latin1');
        expectReplies(await answerTo(at, request, input), input);
        deck.expectSound(input);
        if (caseNumber % 50 === 0) await expectServing(at, input);
      },
      async [Symbol.asyncDispose]() {
        try {
          await expectServing(at, 'at the end');
        } finally {
          await deck[Symbol.asyncDispose]();
        }
      },
    };
  },
};

/** Sends it, says that this is all, and takes what comes until the end; of a stream of events only that it begins. */
async function answerTo({ url }: ControlAt, request: Buffer, input: string): Promise<string> {
  const { hostname: host, port } = new URL(url);
  const socket = createConnection({ host, port: Number(port) });
  socket.on('error', () => undefined); // reset by the deck: 'close' follows
  let said = '';
  const over = new Promise<void>((resolve) => {
    socket.once('close', () => resolve());
    socket.on('data', (bytes: Buffer) => {
      said += bytes.toString('latin1');
      if (said.includes('text/event-stream')) socket.destroy();
    });
  });
  socket.end(request);
  await within(over, 'the deck keeps the connection', input);
  return said;
}

/** No answer at all is for what is no HTTP. */
function expectReplies(said: string, input: string): void {
  for (const { status, type, body } of repliesIn(said)) {
    if (!KNOWN.test(status)) throw new Finding(`it is answered ${said.slice(0, 2_000)}`, input);
    if (status < '400' || type !== 'application/json' || body === '') continue;
    const error = JSON.parse(body) as Record<string, unknown>;
    if (
      [error['code'], error['message'], error['remedy']].some((one) => typeof one !== 'string' || one === '')
    )
      throw new Finding(`the error does not say what is wrong, and what to try: ${body}`, input);
  }
}

const KNOWN = /^(100|20[014]|40[013458]|409|41[357]|431)$/;

interface Replied {
  status: string;
  type: string | undefined;
  body: string;
}

/** One after the other, up to one of events. What answers HEAD has a length, and no body. */
function* repliesIn(said: string): Generator<Replied> {
  for (let rest = said; rest !== '';) {
    const end = rest.indexOf('\r\n\r\n') + 4;
    const head = rest.slice(0, end);
    rest = rest.slice(end);
    const length = Number(/^content-length: (\d+)/im.exec(head)?.[1] ?? 0);
    const body = rest.startsWith('HTTP/1.1 ') ? '' : rest.slice(0, length);
    rest = rest.slice(body.length);
    const type = /^content-type: (\S+)/im.exec(head)?.[1];
    yield { status: /^HTTP\/1\.1 (\d{3}) /.exec(head)?.[1] ?? '', type, body };
    if (type === 'text/event-stream') return;
  }
}

/** Lists the hooks that have come together, and takes them away. */
async function expectServing(at: ControlAt, input: string): Promise<void> {
  const headers = { authorization: `Bearer ${at.token}` };
  const response = await fetch(`${at.url}/v1/hooks`, { headers });
  if (response.status !== 200) throw new Finding(`hooks cannot be listed: ${response.status}`, input);
  const { hooks } = (await response.json()) as { hooks: { name: string }[] };
  for (const { name } of hooks) {
    const path = `/v1/hooks/${encodeURIComponent(name)}`;
    const { status } = await fetch(at.url + path, { method: 'DELETE', headers });
    if (status !== 204) throw new Finding(`hook ${name} cannot be removed: ${status}`, input);
  }
}
