import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { beforeEach, describe, expect, it } from 'vitest';
import { MOST_BODY } from '../../src/control/body.ts';
import { aControlledDeck, type ControlledDeck } from './a-deck.ts';
import { wrongOnTheWire } from './document.ts';

let deck: ControlledDeck;
beforeEach(async () => {
  deck = await aControlledDeck();
});

const post = (raw: string | Uint8Array, headers: Record<string, string> = {}) =>
  deck.control('POST', '/v1/hooks', undefined, { raw, headers });

describe('a request for', () => {
  it.each([
    '/',
    '/v1',
    '/v1/hook',
    '/v1/hooks/',
    '/v1/hooks/a/b',
    '/V1/hooks',
    '/v1//hooks',
    '/openapi.yaml',
  ])('what is not there is 404: %s', async (target) => {
    const answer = await deck.control('GET', target);
    expect(answer).toMatchObject({ status: 404, json: { message: `there is nothing at ${target}` } });
  });

  it.each([
    ['PUT', '/v1/hooks', 'GET, POST'],
    ['GET', '/v1/hooks/x', 'DELETE'],
    ['OPTIONS', '/v1/calls', 'GET'],
    ['PATCH', '/v1/cassettes', 'GET, POST, DELETE'],
    ['GET', '/v1/calls/take', 'POST'],
  ])('something by the wrong method is 405 with those there are: %s %s', async (method, target, allow) => {
    const answer = await deck.control(method, target);
    expect(answer).toMatchObject({ status: 405, json: { remedy: `use ${allow}` } });
    expect(answer.headers.allow).toBe(allow);
  });

  it('parameters that there are none of, or that are no number, is 400', async () => {
    const unknown = await deck.control('GET', '/v1/calls?from=1');
    expect(unknown).toMatchObject({ status: 400, json: { remedy: 'use since' } });
    for (const since of ['', '-1', '1.5', 'x', '1e3', '9'.repeat(30)])
      expect(await deck.control('GET', `/v1/calls?since=${since}`)).toMatchObject({ status: 400 });
    expect(await deck.control('DELETE', '/v1/cassettes')).toMatchObject({ status: 400 });
    expect(await deck.control('GET', '/v1/hooks?x')).toMatchObject({ status: 400 });
  });

  it('a name that is not encoded as names are is 400', async () => {
    for (const name of ['%', '%zz', '%ff'])
      expect(await deck.control('DELETE', `/v1/hooks/${name}`)).toMatchObject({ status: 400 });
  });
});

describe('a body', () => {
  it('that is no JSON is 400, and says where', async () => {
    for (const raw of ['{', '{"a":}', 'name: x', '\0', '{} {}', Buffer.from([0x22, 0xff, 0x22])]) {
      const answer = await post(raw);
      expect(answer).toMatchObject({ status: 400 });
      expect(answer.json.message).toMatch(/^the body is no JSON: /);
    }
  });

  it('that is not said to be JSON is 415, however well it looks', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp', ''])
      expect(await post('{}', { 'content-type': type })).toMatchObject({ status: 415 });
    expect(await post('{}', { 'content-encoding': 'gzip' })).toMatchObject({ status: 415 });
    const json = await deck.control('POST', '/v1/reset', undefined, {
      raw: '{}',
      headers: { 'content-type': 'Application/JSON; charset=utf-8' },
    });
    expect(json).toMatchObject({ status: 204 });
  });

  it('that is too long is 413 with the limit, and the deck goes on', async () => {
    const answer = await post(' '.repeat(MOST_BODY + 1));
    expect(answer).toMatchObject({
      status: 413,
      json: { message: `the body is longer than ${MOST_BODY} bytes` },
    });
    expect(await post(`${' '.repeat(MOST_BODY - 2)}{}`)).toMatchObject({ status: 400 }); // it is read, and no hook
    expect(await deck.control('GET', '/v1/health')).toMatchObject({ status: 200 });
  });

  it('that is too long is not even sent by a client that asks first', async () => {
    const answer = await post(' '.repeat(MOST_BODY + 1), { expect: '100-continue' });
    expect(answer).toMatchObject({ status: 413 });
  });

  it('that is nested without end is 400', async () => {
    for (const raw of ['['.repeat(100_000) + ']'.repeat(100_000), `${'{"a":'.repeat(65)}1${'}'.repeat(65)}`])
      expect(await post(raw)).toMatchObject({ status: 400 });
    expect((await deck.control('GET', '/v1/hooks')).json).toEqual({ hooks: [] });
  });

  it('that is needed and missing, or of another kind, is 400', async () => {
    for (const target of ['/v1/hooks', '/v1/cassettes']) {
      expect(await deck.control('POST', target)).toMatchObject({ status: 400 });
      for (const data of [null, [], 'x', 1, {}])
        expect(await deck.control('POST', target, data), `${target} ${JSON.stringify(data)}`).toMatchObject({
          status: 400,
        });
    }
    for (const data of [null, [], 'x', { origin: 1 }, { origins: 'x' }])
      expect(await deck.control('POST', '/v1/reset', data)).toMatchObject({ status: 400 });
  });
});

describe('a client that', () => {
  const { stringify } = JSON;

  /** Sends bytes as they are, and gives all that comes. */
  async function send(bytes: string): Promise<string> {
    const { ready } = deck;
    const socket = connect(Number('url' in ready && new URL(ready.url).port), '127.0.0.1');
    socket.write(bytes, 'latin1');
    return text(socket);
  }

  it.each([
    ['speaks no HTTP', 'SSH-2.0-x\r\n\r\n', /^HTTP\/1\.1 400 /],
    ['sends headers without end', `GET / HTTP/1.1\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`, /^HTTP\/1\.1 431 /],
    [
      'sends two lengths',
      'POST / HTTP/1.1\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nx',
      /^HTTP\/1\.1 400 /,
    ],
    ['names no host', 'GET /v1/health HTTP/1.0\r\n\r\n', /^HTTP\/1\.1 403 /],
    ['speaks TLS', '\x16\x03\x01\x02\x00\x01\x00', /^HTTP\/1\.1 400 .*without TLS/s],
    [
      'sends a chunk of no length',
      `POST /v1/reset HTTP/1.1\r\nhost: localhost\r\ntransfer-encoding: chunked\r\n\r\nx\r\n`,
      /^HTTP\/1\.1 40[01] /,
    ],
    [
      'expects what nobody has heard of',
      'GET / HTTP/1.1\r\nhost: localhost\r\nexpect: x\r\nconnection: close\r\n\r\n',
      /^HTTP\/1\.1 401 /,
    ],
  ])('%s is refused as the document has it', async (_, bytes, answer) => {
    const said = await send(bytes);
    expect(said).toMatch(answer);
    expect(wrongOnTheWire(said)).toBeUndefined();
    expect(await deck.control('GET', '/v1/health')).toMatchObject({ status: 200 });
  });

  it('asks for a tunnel gets none', async () => {
    expect(await send('CONNECT host:1 HTTP/1.1\r\nhost: x\r\n\r\n')).toBe('');
  });

  it('sends what is no request in the middle of an answer is let go', async () => {
    const { ready } = deck;
    const token = 'token' in ready ? ready.token : '';
    const head = `HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ${token}\r\n\r\n`;
    const socket = connect(Number('url' in ready && new URL(ready.url).port), '127.0.0.1');
    socket.write(`GET /v1/calls/stream ${head}`);
    await once(socket, 'readable');
    socket.write('no request\r\n\r\n');
    const said = await text(socket);
    expect(said).toMatch(/^HTTP\/1\.1 200 /);
    expect(said).not.toContain('400');
  });

  it('leaves in the middle of a body is forgotten', async () => {
    const { ready } = deck;
    if (!('url' in ready)) throw new Error('it is no port');
    const socket = connect(Number(new URL(ready.url).port), '127.0.0.1');
    const head = [
      'POST /v1/hooks HTTP/1.1',
      'host: localhost',
      `authorization: Bearer ${ready.token}`,
      'content-type: application/json',
      'content-length: 100',
    ];
    const body = stringify({ name: 'x' });
    await new Promise<void>((resolve) =>
      socket.write(`${head.join('\r\n')}\r\n\r\n${body}`, () => resolve()),
    );
    socket.destroy();
    expect((await deck.control('GET', '/v1/hooks')).json).toEqual({ hooks: [] });
  });
});
