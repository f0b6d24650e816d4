import { statSync } from 'node:fs';
import { request } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TempFolder } from '../support/tape.ts';
import { aControlledDeck } from './a-deck.ts';
import { clientOf } from './client.ts';

let folder: TempFolder;
beforeEach(() => {
  folder = new TempFolder();
});
afterEach(() => folder[Symbol.dispose]());

describe('at a port', () => {
  it('nobody enters without the token, or with another one', async () => {
    const { control } = await aControlledDeck();
    const wrong = ['', 'Bearer', 'Bearer x', 'Basic eDp4', 'Bearer ', `Bearer ${'A'.repeat(43)}`];
    for (const authorization of wrong) {
      const answer = await control('GET', '/v1/hooks', undefined, { headers: { authorization } });
      expect(answer, authorization).toMatchObject({ status: 401, json: { code: 'CONTROL_REFUSED' } });
      expect(answer.headers['www-authenticate']).toBe('Bearer realm="tapehead"');
      expect(answer.json.remedy).toContain('Authorization: Bearer');
    }
  });

  it('nothing is told without it: not the health, not what there is, not what is wrong with a request', async () => {
    const { control } = await aControlledDeck();
    const headers = { authorization: 'Bearer no' };
    for (const target of ['/v1/health', '/openapi.json', '/nothing', '/%zz'])
      expect(await control('GET', target, undefined, { headers })).toMatchObject({ status: 401 });
    const added = await control('POST', '/v1/hooks', { do: { mock: {} } }, { headers });
    expect(added).toMatchObject({ status: 401 });
    expect((await control('GET', '/v1/hooks')).json).toEqual({ hooks: [] });
  });

  it('the token is another for each deck, and long', async () => {
    const tokens = [];
    for (let i = 0; i < 2; i++) {
      const { ready } = await aControlledDeck();
      if ('token' in ready) tokens.push(ready.token);
    }
    expect(new Set(tokens).size).toBe(2);
    for (const token of tokens) expect(token).toMatch(/^[\w-]{43}$/);
  });

  it('a page of the web does not enter, even with the token: neither by its origin nor by a name of its own', async () => {
    const { control } = await aControlledDeck();
    for (const headers of [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { host: 'evil.example' },
      { host: 'localhost.evil.example' },
      { host: '127.0.0.1.evil.example:80' },
    ]) {
      const answer = await control('GET', '/v1/health', undefined, { headers });
      expect(answer, JSON.stringify(headers)).toMatchObject({ status: 403 });
    }
    for (const host of ['localhost', 'LOCALHOST:1', '127.0.0.1:80', '[::1]:80', '127.1.2.3'])
      expect(await control('GET', '/v1/health', undefined, { headers: { host } })).toMatchObject({
        status: 200,
      });
  });

  it('only loopback is listened on', async () => {
    const { ready } = await aControlledDeck();
    expect(ready).toMatchObject({ url: /^http:\/\/127\.0\.0\.1:\d+$/ });
  });

  it('of somebody else it cannot be opened, and says so', async () => {
    const { ready } = await aControlledDeck();
    const port = Number('url' in ready && new URL(ready.url).port);
    await expect(aControlledDeck({}, { port })).rejects.toMatchObject({
      code: 'DOOR_UNAVAILABLE',
      message: `the control API cannot listen on 127.0.0.1:${port}: the port is taken`,
    });
  });
});

describe('on a socket', () => {
  it('whoever owns it enters, without a token, and nobody else', async () => {
    const { control, ready } = await aControlledDeck({}, { path: folder.file('c.sock') });
    expect(ready).toEqual({ socket: folder.file('c.sock') });
    expect(statSync(folder.file('c.sock')).mode & 0o777).toBe(0o600);
    expect(await control('GET', '/v1/health')).toMatchObject({ status: 200, json: { status: 'ok' } });
    const headers = { authorization: 'Bearer whatever', host: 'deck' };
    expect(await control('GET', '/v1/health', undefined, { headers })).toMatchObject({ status: 200 });
  });

  it('a page of the web does not enter', async () => {
    const { control } = await aControlledDeck({}, { path: folder.file('c.sock') });
    const headers = { origin: 'http://localhost' };
    expect(await control('GET', '/v1/health', undefined, { headers })).toMatchObject({ status: 403 });
  });

  it('nobody enters when the deck is gone', async () => {
    const { deck, ready } = await aControlledDeck({}, { path: folder.file('c.sock') });
    await deck[Symbol.asyncDispose]();
    await expect(clientOf(ready)('GET', '/v1/health')).rejects.toMatchObject({ code: 'ENOENT' });
    expect(deck.ready.control).toBeUndefined();
  });
});

it('a client that waits to be told to go on is told who may enter first', async () => {
  const { ready } = await aControlledDeck();
  if (!('url' in ready)) throw new Error('it is no port');
  const sent = request(`${ready.url}/v1/hooks`, {
    method: 'POST',
    headers: { expect: '100-continue', 'content-length': 5, 'content-type': 'application/json' },
  });
  let wentOn = false;
  sent.on('continue', () => (wentOn = true));
  const status = new Promise((resolve) => sent.once('response', ({ statusCode }) => resolve(statusCode)));
  sent.flushHeaders();
  expect(await status).toBe(401);
  expect(wentOn).toBe(false);
  sent.destroy();
});
