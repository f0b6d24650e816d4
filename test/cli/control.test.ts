import { once } from 'node:events';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { run } from '../../src/cli/program.ts';
import { writeReadyFile } from '../../src/cli/ready-file.ts';
import { Container, mocking, withManifest } from '../brought/an-image.ts';
import { aControlledDeck, type ControlledDeck } from '../control/a-deck.ts';
import { FakeProcess } from './fake-process.ts';
import { tapehead, testFolder } from './run-tapehead.ts';

const greets = 'name: greets\nmatch: { target: greet }\nwhen: before\ndo: { mock: { stdout: "hello\\n" } }\n';

/** A deck with a control API, and `tapehead ARGS --ready-file` of it, in this process. */
async function aDeckAndItsReadyFile() {
  const deck: ControlledDeck = await aControlledDeck();
  const folder = await testFolder();
  const readyFile = join(folder, 'ready.json');
  const written = await writeReadyFile(readyFile, { control: deck.ready });
  onTestFinished(() => written[Symbol.asyncDispose]());
  const file = (name: string, content: string): string => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  return {
    ...deck,
    readyFile,
    file,
    told: (...args: string[]) => told([...args, '--ready-file', readyFile]),
  };
}

async function told(args: readonly string[], env: NodeJS.ProcessEnv = {}, input?: string) {
  const process = new FakeProcess();
  Object.assign(process.env, env);
  if (input !== undefined) Object.assign(process, { stdin: [Buffer.from(input)] });
  const code = await run(args, process);
  return { code, out: Buffer.concat(process.out).toString(), said: process.said };
}

describe('tapehead hooks', () => {
  test('adds, lists and removes those of a running deck', async () => {
    const { told: hooks, ask, file } = await aDeckAndItsReadyFile();
    expect(await hooks('hooks', 'add', file('a.yaml', greets))).toEqual({
      code: 0,
      out: '',
      said: 'tapehead: added hook greets\n',
    });
    expect((await ask('greet')).stdout).toBe('hello\n');
    expect(await hooks('hooks', 'list')).toMatchObject({ code: 0, out: 'greets  before  mock\n' });
    const { out } = await hooks('hooks', 'list', '--json');
    expect(JSON.parse(out)).toMatchObject({ name: 'greets', spec: { match: { target: 'greet' } } });
    expect(await hooks('hooks', 'remove', 'greets')).toMatchObject({
      code: 0,
      said: 'tapehead: removed hook greets\n',
    });
    expect(await hooks('hooks', 'list')).toMatchObject({ code: 0, out: '' });
  });

  test('lists those that images have brought along, with their origins', async () => {
    const { told: hooks, deck, file } = await aDeckAndItsReadyFile();
    await hooks('hooks', 'add', file('a.yaml', greets));
    const data = withManifest({
      transforms: [{ name: 'louder', do: { log: 'x' } }],
      hooks: [mocking('a', 'b')],
    });
    for (const origin of ['esx-1', 'esx-2']) await new Container(deck, origin, data).run('a');
    expect((await hooks('hooks', 'list')).out).toBe(
      'greets        before  mock\n' +
        'louder        after   log  (image esx: esx-1, esx-2)\n' +
        'esx:hooks[0]  miss    mock  (image esx: esx-1, esx-2)\n',
    );
    for (const origin of ['esx-3', 'esx-4', 'esx-5']) await new Container(deck, origin, data).run('a');
    const { out } = await hooks('hooks', 'list', '--json');
    const origins = ['esx-1', 'esx-2', 'esx-3', 'esx-4', 'esx-5'];
    expect(
      out
        .split('\n')
        .slice(1, -1)
        .map((line) => JSON.parse(line) as unknown),
    ).toMatchObject([
      { name: 'louder', layer: 0, image: { name: 'esx', origins, count: 5 } },
      { name: 'esx:hooks[0]', spec: mocking('a', 'b'), image: { name: 'esx', origins, count: 5 } },
    ]);
    expect((await hooks('hooks', 'list')).out).toContain('(image esx: esx-1, esx-2, esx-3 and 2 more)');
    expect(await hooks('hooks', 'remove', 'louder')).toMatchObject({
      code: 1,
      said: expect.stringContaining('hook "louder" is of image "esx", and stays with it') as string,
    });
  });

  test('takes a list, the hooks of a manifest, JSON, and stdin', async () => {
    const { told: hooks, file, ready } = await aDeckAndItsReadyFile();
    const two = '- do: { mock: {} }\n- do: { log: x }\n';
    await hooks('hooks', 'add', file('list.yaml', two));
    await hooks('hooks', 'add', file('manifest.yaml', `version: 1\nhooks:\n  - do: { mock: {} }\n`));
    await hooks('hooks', 'add', file('a.json', '{"name": "of JSON", "do": {"mock": {}}}'));
    const env =
      'url' in ready ? { TAPEHEAD_CONTROL_URL: ready.url, TAPEHEAD_CONTROL_TOKEN: ready.token } : {};
    expect(await told(['hooks', 'add', '-'], env, 'name: of stdin\ndo: { log: x }')).toMatchObject({
      code: 0,
    });
    expect((await hooks('hooks', 'list')).out.match(/^.*?(?= {2,}miss)/gm)).toEqual([
      'hook-1',
      'hook-2',
      'hook-3',
      'of JSON',
      'of stdin',
    ]);
  });

  test('sends what the files beside it hold, and no others', async () => {
    const { told: hooks, file } = await aDeckAndItsReadyFile();
    file('nics.txt', 'vmnic0\n');
    const mocks = '[{ stdout: { file: nics.txt } }, { chunks: [{ stderr: { file: nics.txt } }] }]';
    await hooks('hooks', 'add', file('a.yaml', `name: beside\ndo: { mock: ${mocks} }`));
    const [base64] = [Buffer.from('vmnic0\n').toString('base64')];
    expect(JSON.parse((await hooks('hooks', 'list', '--json')).out)).toMatchObject({
      spec: { do: { mock: [{ stdout: { base64 } }, { chunks: [{ stderr: { base64 } }] }] } },
    });
    const outside = file('b.yaml', 'do: [{ log: x }, { mock: { stdout: { file: /etc/hostname } } }]');
    expect(await hooks('hooks', 'add', outside)).toMatchObject({
      code: 1,
      said: expect.stringContaining("/etc/hostname lies outside the manifest's folder") as string,
    });
    const missing = await hooks('hooks', 'add', file('c.yaml', 'do: { mock: { stdout: { file: no.txt } } }'));
    expect(missing).toMatchObject({
      code: 1,
      said: expect.stringContaining('no.txt cannot be read') as string,
    });
  });

  test('takes no manifest that has more than hooks, and names what it has', async () => {
    const { told: hooks, file } = await aDeckAndItsReadyFile();
    const more = 'version: 1\nextends: b.yaml\ntransforms: []\nhooks:\n- do: { log: a }\n';
    const path = file('manifest.yaml', more);
    expect(await hooks('hooks', 'add', path)).toMatchObject({
      code: 2,
      said:
        `tapehead: ${path} has extends, transforms beside its hooks, and a running deck takes hooks alone\n` +
        `try: start the deck with --manifest ${path}, or put the hooks into a file of their own; ` +
        'a transform is a hook with when: after\n',
    });
    expect((await hooks('hooks', 'list')).out).toBe('');
  });

  test('adds all or none', async () => {
    const { told: hooks, file } = await aDeckAndItsReadyFile();
    const bad = '- name: good\n  do: { mock: {} }\n- name: bad\n  do: { passthrough: true }\n';
    const path = file('bad.yaml', bad);
    const { code, said } = await hooks('hooks', 'add', path);
    expect(code).toBe(2);
    expect(said).toMatch(/^try: .*--allow-run/m);
    expect(said.split('\n')[0]).toContain(`${path}, hook 2 of 2: `);
    expect((await hooks('hooks', 'list')).out).toBe('');
  });

  test('lists them one below the other, as wide as the longest name', async () => {
    const { told: hooks, file } = await aDeckAndItsReadyFile();
    const two =
      '- name: a\n  when: before\n  do: { mock: {} }\n- name: longer\n  do: [{ log: x }, { mock: {} }]\n';
    await hooks('hooks', 'add', file('two.yaml', two));
    expect((await hooks('hooks', 'list')).out).toBe('a       before  mock\nlonger  miss    log, mock\n');
  });

  test('names the nearest one where there is none to remove', async () => {
    const { told: hooks, file } = await aDeckAndItsReadyFile();
    await hooks('hooks', 'add', file('a.yaml', greets));
    const { code, said } = await hooks('hooks', 'remove', 'greet');
    expect({ code, said }).toEqual({
      code: 1,
      said:
        'tapehead: there is no hook "greet"\n' +
        'try: did you mean "greets"? tapehead hooks list, or GET /v1/hooks, has those there are\n',
    });
  });

  test('says which file is no YAML, or holds no hooks', async () => {
    const { told: hooks, file } = await aDeckAndItsReadyFile();
    const broken = await hooks('hooks', 'add', file('broken.yaml', 'a: [\n'));
    expect(broken).toMatchObject({
      code: 2,
      said: expect.stringContaining('broken.yaml:2:1: this is not well-formed YAML') as string,
    });
    const aliases = `a: &a [${'x, '.repeat(100)}]\nb: &b [${'*a, '.repeat(100)}]\nc: [${'*b, '.repeat(100)}]\n`;
    expect(await hooks('hooks', 'add', file('aliases.yaml', aliases))).toMatchObject({
      code: 2,
      said: expect.stringContaining('aliases.yaml:2:8: its aliases cannot be followed') as string,
    });
    expect(await hooks('hooks', 'add', file('long.yaml', ' '.repeat(2 * 1024 * 1024)))).toMatchObject({
      code: 2,
      said: expect.stringContaining('2097152 bytes, and 1048576 are the most') as string,
    });
    const none = await hooks('hooks', 'add', file('none.yaml', 'just text'));
    expect(none).toMatchObject({ code: 2, said: expect.stringContaining('holds no hooks') as string });
    expect(await hooks('hooks', 'add', '/no/such.yaml')).toMatchObject({ code: 2 });
  });

  test('says what is wrong with the ready file, or that no deck is there any more', async () => {
    const { readyFile, file, deck } = await aDeckAndItsReadyFile();
    expect(await told(['hooks', 'list'])).toMatchObject({
      code: 2,
      said: expect.stringMatching(
        /^tapehead: it is not said which deck is meant\ntry: --ready-file/,
      ) as string,
    });
    const without = file('without.json', '{"ssh": {}}');
    expect(await told(['hooks', 'list', '--ready-file', without])).toMatchObject({
      code: 2,
      said: expect.stringMatching(/^try: start it with --control/m) as string,
    });
    expect(await told(['hooks', 'list', '--ready-file', file('x.json', '[')])).toMatchObject({ code: 2 });
    expect(await told(['hooks', 'list', '--ready-file', '/no/such'])).toMatchObject({ code: 2 });
    await deck[Symbol.asyncDispose]();
    expect(await told(['hooks', 'list', '--ready-file', readyFile])).toMatchObject({
      code: 1,
      said: expect.stringMatching(/^tapehead: no deck answers at http/) as string,
    });
  });
});

describe('where a deck should be', () => {
  test.each<[string, unknown, RegExp]>([
    ['a URL that is none', { url: 'x', token: 'y' }, /the URL of the control API in .* is "x"\ntry: .*http:/],
    ['a URL of something else', { url: 'https://127.0.0.1', token: 'y' }, /the URL of the control API in/],
    ['a token of two lines', { url: 'http://127.0.0.1:1', token: 'a\nb' }, /the token of the control API/],
    ['a token that is no text', { url: 'http://127.0.0.1:1', token: 5 }, /the token of the control API/],
    ['a socket that is no text', { socket: 5 }, /has no control API/],
    ['nothing', null, /has no control API/],
  ])('%s is told, without a trace of where in the code', async (_, control, message) => {
    const file = join(await testFolder(), 'ready.json');
    writeFileSync(file, JSON.stringify({ control }));
    for (const args of [
      ['hooks', 'list'],
      ['calls', '--follow'],
    ]) {
      const { code, said } = await told([...args, '--ready-file', file]);
      expect(code).toBe(2);
      expect(said).toMatch(message);
      expect(said).not.toMatch(/^ +at /m);
    }
  });

  test('variables that are none are told, too', async () => {
    const env = { TAPEHEAD_CONTROL_URL: 'foo', TAPEHEAD_CONTROL_TOKEN: 'x' };
    expect(await told(['hooks', 'list'], env)).toMatchObject({
      code: 2,
      said: expect.stringMatching(/in the environment is "foo"\ntry: /) as string,
    });
  });

  test.each<[string, string, RegExp]>([
    [
      'something else answers',
      'HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n<html>',
      /status 200, and it is no deck/,
    ],
    [
      'something else refuses',
      'HTTP/1.1 404 No\r\nconnection: close\r\n\r\n{}',
      /status 404, and it is no deck/,
    ],
    ['the answer breaks off', 'HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{', /broke off in the middle/],
    ['nobody speaks HTTP', 'SSH-2.0-x\r\n', /no deck answers at http/],
  ])('%s: it is told', async (_, answer, message) => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => socket.end(answer));
    }).listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const env = { TAPEHEAD_CONTROL_URL: `http://127.0.0.1:${port}`, TAPEHEAD_CONTROL_TOKEN: 'x' };
    const { code, said } = await told(['hooks', 'list'], env);
    expect(said).toMatch(message);
    expect(said).toMatch(/^try: /m);
    expect(code).toBe(1);
  });

  test('a deck that is killed breaks off what follows its calls, which says so', async () => {
    const dies = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => {
        const first = 'retry: 1000\n\n';
        const head =
          'HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n';
        socket.end(`${head}${first.length.toString(16)}\r\n${first}\r\n`);
      });
    }).listen(0, '127.0.0.1');
    onTestFinished(() => void dies.close());
    await once(dies, 'listening');
    const { port } = dies.address() as AddressInfo;
    const env = { TAPEHEAD_CONTROL_URL: `http://127.0.0.1:${port}`, TAPEHEAD_CONTROL_TOKEN: 'x' };
    expect(await told(['calls', '--follow'], env)).toMatchObject({
      code: 1,
      said: expect.stringMatching(
        /^tapehead: the deck at http.* broke off in the middle of its answer\ntry: /,
      ) as string,
    });
  });
});

describe('a deck with --control', () => {
  /** What a COMMAND of ours does with the deck that started it. */
  const lists = (main = join('dist', 'src', 'cli', 'main.js')): string =>
    `echo 'do: { mock: { stdout: hello } }' | '${process.execPath}' '${join(process.cwd(), main)}' hooks add - && ` +
    `'${process.execPath}' '${join(process.cwd(), main)}' hooks list`;

  test('tells what it starts how it is controlled, at a port', async () => {
    const { code, stdout } = await tapehead(['replay', '--control', '--', 'sh', '-c', lists()]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'hook-1  miss  mock\n' });
  });

  test('and on a socket', async () => {
    const cwd = await testFolder();
    const command = `test -S control.sock && test -z "$TAPEHEAD_CONTROL_URL" && ${lists()}`;
    const args = ['replay', '--control', './control.sock', '--', 'sh', '-c', command];
    const { code, stdout } = await tapehead(args, { cwd });
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'hook-1  miss  mock\n' });
    expect(existsSync(join(cwd, 'control.sock'))).toBe(false);
  });

  test('has it in the ready file, which its owner alone reads, and never in what it says', async () => {
    const cwd = await testFolder();
    const kept = join(cwd, 'kept.json');
    const command = `cp ready.json '${kept}'; stat -c %a ready.json`;
    const args = ['replay', '--control', '0', '--ready-file', 'ready.json', '--', 'sh', '-c', command];
    const { stdout, stderr } = await tapehead(args, { cwd });
    expect(stdout).toBe('600\n');
    const { control } = JSON.parse(readFileSync(kept, 'utf8')) as { control: { url: string; token: string } };
    expect(control.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(stderr).not.toContain(control.token);
    expect(statSync(kept).size).toBeGreaterThan(0);
  });

  test('that serves at a port needs a ready file, or nobody would learn the token', async () => {
    const { code, stderr } = await tapehead(['replay', '--control', '--ssh', '0']);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^try: add --ready-file FILE/m);
  });

  test.each(['', '65536', '123456'])('takes no such place: %s', async (place) => {
    const { code, stderr } = await tapehead(['replay', `--control=${place}`, '--', 'true']);
    expect(code).toBe(2);
    expect(stderr).toContain('--control takes a port or a path');
  });
});
