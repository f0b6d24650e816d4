import { describe, expect, it } from 'vitest';
import { aControlledDeck } from './a-deck.ts';

const greets = { name: 'greets', match: { target: 'greet' }, do: { mock: { stdout: 'hello\n' } } };

describe('a hook over the control API', () => {
  it('is added, answers, is listed as it was given, and removed', async () => {
    const { control, ask } = await aControlledDeck();
    const added = await control('POST', '/v1/hooks', greets);
    expect(added).toMatchObject({ status: 201, json: { name: 'greets', when: 'miss', spec: greets } });
    expect(added.headers.location).toBe('/v1/hooks/greets');
    expect((await ask('greet')).stdout).toBe('hello\n');

    const { json } = await control('GET', '/v1/hooks');
    expect(json).toEqual({ hooks: [added.json] });
    expect(await control('DELETE', '/v1/hooks/greets')).toMatchObject({ status: 204, body: '' });
    expect((await control('GET', '/v1/hooks')).json).toEqual({ hooks: [] });
    expect((await ask('greet')).stderr).toMatch(/^tapehead: miss: greet/);
  });

  it('stands before those of an image, as one of the test, and behind those of its own that were there', async () => {
    const { control, ask } = await aControlledDeck({ hooks: [{ ...greets, name: 'first' }] });
    await control('POST', '/v1/hooks', { ...greets, name: 'second', do: { mock: { stdout: 'second' } } });
    expect((await ask('greet')).stdout).toBe('hello\n');
    await control('DELETE', '/v1/hooks/first');
    expect((await ask('greet')).stdout).toBe('second');
  });

  it('gets a name where it has none, which no other has', async () => {
    const { control } = await aControlledDeck({ hooks: [{ ...greets, name: 'hook-2' }] });
    const { name: _, ...nameless } = greets;
    const names = [];
    for (let i = 0; i < 3; i++) names.push((await control('POST', '/v1/hooks', nameless)).json.name);
    expect(names).toEqual(['hook-3', 'hook-4', 'hook-5']);
  });

  it('may have any name: it is encoded in the path', async () => {
    const { control } = await aControlledDeck();
    const name = 'a/b? ü %';
    const { headers } = await control('POST', '/v1/hooks', { ...greets, name });
    expect(await control('DELETE', headers.location ?? '')).toMatchObject({ status: 204 });
  });

  it('may have no name with half a character, which no path could name', async () => {
    const { control } = await aControlledDeck();
    const { status, json } = await control('POST', '/v1/hooks', { ...greets, name: 'a\ud800' });
    expect([status, json.message]).toEqual([400, 'name is "a\\ud800", which has half a character']);
    expect((await control('GET', '/v1/hooks')).json).toEqual({ hooks: [] });
  });

  it('by a name that is taken is 409; the one that is there stays', async () => {
    const { control, ask } = await aControlledDeck();
    await control('POST', '/v1/hooks', greets);
    const again = await control('POST', '/v1/hooks', { ...greets, do: { mock: { exit: 1 } } });
    expect(again).toMatchObject({ status: 409, json: { code: 'BAD_HOOK' } });
    expect((await ask('greet')).stdout).toBe('hello\n');
  });

  it('that would run an original or a program is 403 without --allow-run, with the remedy', async () => {
    const { control } = await aControlledDeck();
    const passes = { name: 'x', do: { passthrough: true } };
    const refused = await control('POST', '/v1/hooks', passes);
    expect(refused).toMatchObject({ status: 403, json: { code: 'NOT_ALLOWED' } });
    expect(refused.json.remedy).toContain('--allow-run');
    const { control: allowed } = await aControlledDeck({ allowRun: true });
    expect(await allowed('POST', '/v1/hooks', passes)).toMatchObject({ status: 201 });
  });

  it.each<[unknown, RegExp]>([
    [{ do: { mock: { stdout: 1 } } }, /^do\.mock\.stdout: stdout must be text/],
    [{ do: { mok: {} } }, /^do: unknown key "mok".*; did you mean mock\?/],
    [{ name: 'x', wen: 'before', do: { mock: {} } }, /^hook: unknown key "wen".*; did you mean when\?/],
    [{ when: 'befor', do: { mock: {} } }, /^when: when does not know "befor"; did you mean before\?/],
    [{ match: { args: ['(', { pattern: '(' }] }, do: { mock: {} } }, /^match\.args\[1\]\.pattern: /],
    [{ match: {} }, /do is missing/],
    ['greets', /must be a map, not text/],
    [{ do: { rewrite: { stream: 'stdin', text: 'a', with: 'b' } } }, /^do\.rewrite\.stream: /],
  ])('that is none is 400, and says where: %j', async (data, message) => {
    const { control } = await aControlledDeck();
    const { status, json } = await control('POST', '/v1/hooks', data);
    expect({ status, code: json.code }).toEqual({ status: 400, code: 'BAD_HOOK' });
    expect(json.message).toMatch(message);
    expect(json.remedy).not.toBe('');
    expect((await control('GET', '/v1/hooks')).json).toEqual({ hooks: [] });
  });

  it('says no more than the first of many things that are wrong', async () => {
    const { control } = await aControlledDeck();
    const wrong = Array.from({ length: 100 }, () => ({ log: 1 }));
    const { json } = await control('POST', '/v1/hooks', { do: wrong });
    expect(json.message).toMatch(/\nand 50 more problems$/);
  });

  it('that executes is 403 where a door lets in everybody', async () => {
    const { control } = await aControlledDeck({ ssh: [{ auth: { kind: 'none' } }], allowRun: true });
    const refused = await control('POST', '/v1/hooks', { do: { passthrough: true } });
    expect(refused).toMatchObject({ status: 403, json: { code: 'DOOR_UNSAFE' } });
  });

  it('may name no file: it comes from none that it could lie beside', async () => {
    const { control } = await aControlledDeck();
    const reads = { do: { mock: { stdout: { file: '/etc/hostname' } } } };
    expect(await control('POST', '/v1/hooks', reads)).toMatchObject({
      status: 400,
      json: { code: 'BAD_HOOK' },
    });
  });

  it('of which there is none cannot be removed', async () => {
    const { control } = await aControlledDeck();
    expect(await control('DELETE', '/v1/hooks/no')).toMatchObject({
      status: 404,
      json: { message: 'there is no hook "no"' },
    });
  });
});
