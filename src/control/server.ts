import { setMaxListeners } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Clock } from '../clock.ts';
import { readJson } from './body.ts';
import type { Controlled } from './controlled.ts';
import { type Guard, turnedAway } from './guard.ts';
import { DEFAULT_CONTROL_LIMITS, type ControlLimits } from './limits.ts';
import { errorBody, refusalOf } from './refusal.ts';
import { reply } from './reply.ts';
import { route } from './router.ts';
import { type ParseFailure, refuseUnparsed, whyUnparsed } from './unparsed.ts';

/** How long clients that are being answered have when the deck ends, in ms. */
const GOODBYE = 250;

/** The HTTP server of a deck: whatever a client does, the deck and its other clients go on. */
export class ControlServer implements AsyncDisposable {
  readonly http: Server;
  readonly #guard: Guard;
  readonly #deck: Controlled;
  readonly #clock: Clock;
  readonly #limits: ControlLimits;
  readonly #underWay = new Set<Promise<void>>();
  readonly #ending = manyListeners(new AbortController());
  /** Aborted when the client has left. Requests may be sent one behind the other, and those that wait are told by nothing else. */
  readonly #left = new WeakMap<Socket, AbortSignal>();
  /** What is answered on a connection, and not yet to its end. */
  readonly #responses = new WeakMap<Duplex, Set<ServerResponse>>();

  constructor(guard: Guard, deck: Controlled, clock: Clock, limits: Partial<ControlLimits> = {}) {
    this.#limits = { ...DEFAULT_CONTROL_LIMITS, ...limits };
    const { connections, headerBytes, headersTime, requestTime, silence } = this.#limits;
    this.#guard = guard;
    this.#deck = deck;
    this.#clock = clock;
    this.http = createServer({
      maxHeaderSize: headerBytes,
      requireHostHeader: false, // the guard asks for it, and says why
      headersTimeout: headersTime,
      requestTimeout: requestTime,
      connectionsCheckingInterval: Math.min(headersTime, requestTime),
    });
    this.http.maxConnections = connections;
    this.http.timeout = silence;
    this.http.on('connection', (socket) => this.#meet(socket));
    this.http.on('request', (request, response) => this.#take(request, response, () => undefined));
    this.http.on('checkContinue', (request: IncomingMessage, response: ServerResponse) =>
      this.#take(request, response, () => response.writeContinue()),
    );
    this.http.on('checkExpectation', (request: IncomingMessage, response: ServerResponse) =>
      this.#take(request, response, () => undefined),
    );
    this.http.on('clientError', (failure, socket) => this.#giveUp(failure, socket));
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
    const { socket } = request;
    const responses = this.#responses.get(socket) ?? new Set();
    this.#responses.set(socket, responses.add(response));
    response.once('close', () => responses.delete(response));
  }

  #meet(socket: Socket): void {
    const left = manyListeners(new AbortController());
    socket.once('close', () => left.abort());
    this.#left.set(socket, left.signal);
  }

  /** Of what is no request. In the middle of another's answer there is nothing that could be said. */
  #giveUp(failure: ParseFailure, socket: Duplex): void {
    const isBegun = [...(this.#responses.get(socket) ?? [])].some(({ headersSent }) => headersSent);
    if (isBegun || !socket.writable) socket.destroy();
    else refuseUnparsed(socket, whyUnparsed(failure, this.#limits));
  }

  async #answer(request: IncomingMessage, response: ServerResponse, onward: () => void): Promise<void> {
    const left = this.#left.get(request.socket) ?? this.#ending.signal;
    response.on('error', () => undefined); // the end of the connection follows
    using gone = whenAny(left, this.#ending.signal);
    try {
      const refused = turnedAway(request.headers, this.#guard);
      if (refused) throw refused;
      const { operation, request: parameters } = route(request.method ?? '', request.url ?? '');
      const body = await readJson(request, onward);
      const lastEventId = [request.headers['last-event-id']].flat()[0];
      const asked = { ...parameters, body, lastEventId, gone: gone.signal };
      await reply(response, operation.answer.status, await operation.handle(asked, this.#deck), left);
    } catch (error) {
      const refusal = refusalOf(error);
      const answer = { json: errorBody(refusal), headers: refusal.headers };
      await reply(response, refusal.status, answer, left);
    }
  }
}

/** One a request under way. */
function manyListeners(controller: AbortController): AbortController {
  setMaxListeners(0, controller.signal);
  return controller;
}

/** Aborted with the first of them, as long as it is not disposed of. */
function whenAny(...signals: readonly AbortSignal[]): { signal: AbortSignal } & Disposable {
  const any = new AbortController();
  const abort = (): void => any.abort();
  for (const signal of signals) {
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort);
  }
  return {
    signal: any.signal,
    [Symbol.dispose]: () => {
      for (const signal of signals) signal.removeEventListener('abort', abort);
    },
  };
}
