import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Clock } from '../clock.ts';
import { readJson } from './body.ts';
import type { Controlled } from './controlled.ts';
import { type Guard, turnedAway } from './guard.ts';
import { DEFAULT_CONTROL_LIMITS, type ControlLimits } from './limits.ts';
import { errorBody, refusalOf } from './refusal.ts';
import { reply } from './reply.ts';
import { route } from './router.ts';

/** How long clients that are being answered have when the deck ends, in ms. */
const GOODBYE = 250;

/** The HTTP server of a deck: whatever a client does, the deck and its other clients go on. */
export class ControlServer implements AsyncDisposable {
  readonly http: Server;
  readonly #guard: Guard;
  readonly #deck: Controlled;
  readonly #clock: Clock;
  readonly #underWay = new Set<Promise<void>>();
  readonly #ending = new AbortController();

  constructor(guard: Guard, deck: Controlled, clock: Clock, limits: Partial<ControlLimits> = {}) {
    const { connections, headerBytes, headersTime, requestTime, silence } = {
      ...DEFAULT_CONTROL_LIMITS,
      ...limits,
    };
    this.#guard = guard;
    this.#deck = deck;
    this.#clock = clock;
    this.http = createServer({
      maxHeaderSize: headerBytes,
      headersTimeout: headersTime,
      requestTimeout: requestTime,
      connectionsCheckingInterval: Math.min(headersTime, requestTime),
    });
    this.http.maxConnections = connections;
    this.http.timeout = silence;
    this.http.on('request', (request, response) => this.#take(request, response, () => undefined));
    this.http.on('checkContinue', (request: IncomingMessage, response: ServerResponse) =>
      this.#take(request, response, () => response.writeContinue()),
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = new Promise((resolve) => this.http.close(resolve));
    this.#ending.abort();
    if (this.#underWay.size > 0) {
      const over = new AbortController();
      const answered = Promise.all(this.#underWay);
      await Promise.race([answered, this.#clock.wait(GOODBYE, over.signal)]);
      over.abort();
    }
    this.http.closeAllConnections();
    await Promise.all(this.#underWay);
    await closed;
  }

  #take(request: IncomingMessage, response: ServerResponse, onward: () => void): void {
    const answered = this.#answer(request, response, onward);
    this.#underWay.add(answered);
    void answered.finally(() => this.#underWay.delete(answered));
  }

  async #answer(request: IncomingMessage, response: ServerResponse, onward: () => void): Promise<void> {
    const gone = new AbortController();
    const leave = (): void => gone.abort();
    response.once('close', leave);
    response.on('error', () => undefined); // 'close' follows
    this.#ending.signal.addEventListener('abort', leave);
    try {
      const refused = turnedAway(request.headers, this.#guard);
      if (refused) throw refused;
      const { operation, request: parameters } = route(request.method ?? '', request.url ?? '');
      const body = await readJson(request, onward);
      const lastEventId = [request.headers['last-event-id']].flat()[0];
      const asked = { ...parameters, body, lastEventId, gone: gone.signal };
      await reply(response, operation.answer.status, await operation.handle(asked, this.#deck));
    } catch (error) {
      const refusal = refusalOf(error);
      await reply(response, refusal.status, { json: errorBody(refusal), headers: refusal.headers });
    } finally {
      response.off('close', leave);
      this.#ending.signal.removeEventListener('abort', leave);
    }
  }
}
