import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import ssh2, { type AuthContext, type Server } from 'ssh2';
import { afterAll, describe, expect, it } from 'vitest';
import { TapeheadError } from '../../../src/errors.ts';
import { openUpstream, type UpstreamOptions } from '../../../src/upstreams/open.ts';
import { invocation, TestClient } from '../../support/client.ts';
import { needs, pathOf } from '../../support/needs.ts';
import { makeKey, startSshd, type Sshd } from '../../support/sshd.ts';

const folder = mkdtempSync(join(tmpdir(), 'connect-'));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;
const newFile = (text?: string): string => {
  const path = join(folder, `file-${files++}`);
  if (text !== undefined) writeFileSync(path, text);
  return path;
};
const run = promisify(execFile);

/** Nothing of whoever runs the tests: no agent, no config. */
const isolated = (sshd: Sshd, options: UpstreamOptions = {}): UpstreamOptions => ({
  identities: [sshd.identity],
  knownHosts: sshd.knownHosts,
  agent: '',
  sshConfig: '/dev/null',
  ...options,
});

/** What an `echo` over a new connection says. */
async function echo(url: string, options: UpstreamOptions): Promise<string> {
  await using upstream = await openUpstream(url, options);
  const client = new TestClient().eof();
  await upstream.execute(invocation(['echo', 'in']), client);
  return client.stdout;
}

async function troubleOf(url: string, options: UpstreamOptions): Promise<TapeheadError> {
  const error = await echo(url, options).catch((cause: unknown) => cause);
  expect(error).toBeInstanceOf(TapeheadError);
  return error as TapeheadError;
}

needs('sshd', 'ssh-keygen')('the host key', () => {
  it('that is not known is refused with its fingerprint and the flag that accepts it', async () => {
    await using sshd = await startSshd();
    const options = isolated(sshd, { knownHosts: newFile('') });
    const trouble = await troubleOf(sshd.url, options);
    expect(trouble.code).toBe('HOST_KEY_UNKNOWN');
    expect(trouble.message).toContain(`ssh-ed25519 ${sshd.fingerprint}`);
    expect(trouble.remedy).toContain(`--accept-host-key ${sshd.fingerprint}`);
    expect(await echo(sshd.url, { ...options, acceptHostKeys: [sshd.fingerprint] })).toBe('in\n');
    const wrong = await troubleOf(sshd.url, { ...options, acceptHostKeys: [`${sshd.fingerprint}=`] });
    expect(wrong).toMatchObject({
      code: 'HOST_KEY_UNKNOWN',
      message: expect.stringContaining('not the accepted') as string,
    });
  });

  it('that changed is refused with file and line, and may be accepted', async () => {
    await using sshd = await startSshd();
    await makeKey(join(folder, 'other'));
    const other = readFileSync(join(folder, 'other.pub'), 'utf8');
    const knownHosts = newFile(`# comment\n[127.0.0.1]:${sshd.port} ${other}`);
    const trouble = await troubleOf(sshd.url, isolated(sshd, { knownHosts }));
    expect(trouble.code).toBe('HOST_KEY_CHANGED');
    expect(trouble.message).toContain(`${knownHosts}:2`);
    expect(await echo(sshd.url, isolated(sshd, { knownHosts, acceptHostKeys: [sshd.fingerprint] }))).toBe(
      'in\n',
    );
  });

  it('may be in any of several files', async () => {
    await using sshd = await startSshd();
    const knownHosts = [newFile('# none here'), sshd.knownHosts];
    expect(await echo(sshd.url, isolated(sshd, { knownHosts }))).toBe('in\n');
  });

  it('that is revoked is never accepted', async () => {
    await using sshd = await startSshd();
    const [, key = ''] = readFileSync(sshd.knownHosts, 'utf8').split(/ (.*)/s);
    const knownHosts = newFile(`@revoked * ${key}`);
    const trouble = await troubleOf(
      sshd.url,
      isolated(sshd, { knownHosts, acceptHostKeys: [sshd.fingerprint] }),
    );
    expect(trouble).toMatchObject({
      code: 'HOST_KEY_CHANGED',
      message: expect.stringContaining(`${knownHosts}:1`) as string,
    });
  });

  it('is found under a hashed name', async () => {
    await using sshd = await startSshd();
    const knownHosts = newFile();
    copyFileSync(sshd.knownHosts, knownHosts);
    await run('ssh-keygen', ['-H', '-f', knownHosts]);
    expect(await echo(sshd.url, isolated(sshd, { knownHosts }))).toBe('in\n');
  });

  it('is asked for by the types that are known, so that a second key is no stranger', async () => {
    const rsa = join(folder, 'rsa');
    await makeKey(rsa, { type: 'rsa' });
    await using sshd = await startSshd({ extraOptions: [`HostKey ${rsa}`] });
    const knownHosts = newFile(`[127.0.0.1]:${sshd.port} ${readFileSync(`${rsa}.pub`, 'utf8')}`);
    expect(await echo(sshd.url, isolated(sshd, { knownHosts }))).toBe('in\n');
  });
});

needs('sshd', 'ssh-keygen')('a key', () => {
  it('that is not the right one does not let in, and the error says what was tried', async () => {
    await using sshd = await startSshd();
    const wrong = newFile();
    await makeKey(wrong);
    const trouble = await troubleOf(sshd.url, isolated(sshd, { identities: [wrong] }));
    expect(trouble.code).toBe('UPSTREAM_AUTH');
    expect(trouble.message).toContain(`tried key ${wrong}; the server takes publickey`);
    expect(trouble.remedy).toContain('--identity');
    expect(await echo(sshd.url, isolated(sshd, { identities: [wrong, sshd.identity] }))).toBe('in\n');
  });

  it('that is missing or no key is named', async () => {
    await using sshd = await startSshd();
    const missing = join(folder, 'missing');
    expect((await troubleOf(sshd.url, isolated(sshd, { identities: [missing] }))).message).toContain(
      `identity ${missing}`,
    );
    const junk = newFile('junk');
    expect((await troubleOf(sshd.url, isolated(sshd, { identities: [junk] }))).message).toContain(
      `${junk}, which is no private key`,
    );
  });

  it('that is encrypted needs its passphrase, which is asked for once for all connections', async () => {
    await using sshd = await startSshd();
    const locked = newFile();
    await makeKey(locked, { passphrase: 'open sesame' });
    appendFileSync(join(sshd.folder, 'authorized_keys'), readFileSync(`${locked}.pub`));
    const alone = await troubleOf(sshd.url, isolated(sshd, { identities: [locked] }));
    expect(alone.message).toContain(`key ${locked}, which is encrypted`);

    const asked: [string, boolean][] = [];
    const prompt = (text: string, echoes: boolean): Promise<string> => {
      asked.push([text, echoes]);
      return Promise.resolve(asked.length === 1 ? 'wrong' : 'open sesame');
    };
    await using upstream = await openUpstream(sshd.url, isolated(sshd, { identities: [locked], prompt }));
    expect(asked).toEqual(Array.from({ length: 2 }, () => [`Passphrase of the key ${locked}: `, false]));
    await sshd.killSessions();
    const client = new TestClient().eof();
    await upstream.execute(invocation(['echo', 'again']), client);
    expect(client.stdout).toBe('again\n');
    expect(asked).toHaveLength(2);
  });

  it.each(['ecdsa', 'rsa'])('of type %s lets in', async (type) => {
    await using sshd = await startSshd();
    const key = newFile();
    await makeKey(key, { type });
    appendFileSync(join(sshd.folder, 'authorized_keys'), readFileSync(`${key}.pub`));
    expect(await echo(sshd.url, isolated(sshd, { identities: [key] }))).toBe('in\n');
  });

  it('is taken from the config', async () => {
    await using sshd = await startSshd();
    const config = `Host esx\n HostName 127.0.0.1\n Port ${sshd.port}\n IdentityFile /nowhere\n IdentityFile ${sshd.identity}\n UserKnownHostsFile ${sshd.knownHosts}\n`;
    expect(await echo('ssh://esx', { agent: '', sshConfig: newFile(config) })).toBe('in\n');
  });
});

needs(
  'sshd',
  'ssh-keygen',
  'ssh-agent',
)('an agent', () => {
  it('lends its keys, and only those of the identity files where the config says so', async () => {
    await using sshd = await startSshd();
    const socket = newFile();
    await using agent = await startAgent(socket);
    expect(agent.pid).toBeDefined();
    const stranger = newFile();
    await makeKey(stranger);
    await run('ssh-add', ['-q', stranger, sshd.identity], { env: { ...process.env, SSH_AUTH_SOCK: socket } });
    const none = newFile('Host *\n IdentityFile /nowhere\n');
    expect(await echo(sshd.url, isolated(sshd, { identities: [], agent: socket, sshConfig: none }))).toBe(
      'in\n',
    );

    const only = newFile(`Host *\n IdentitiesOnly yes\n IdentityFile ${stranger}\n`);
    const trouble = await troubleOf(
      sshd.url,
      isolated(sshd, { identities: [], agent: socket, sshConfig: only }),
    );
    expect(trouble.message).toContain(`tried the agent (1 key), key ${stranger}`);
  });

  it('that is not there does not keep a key file from being tried', async () => {
    await using sshd = await startSshd();
    expect(await echo(sshd.url, isolated(sshd, { agent: join(folder, 'no-agent') }))).toBe('in\n');
  });
});

needs('sshd', 'ssh-keygen')('a jump host', () => {
  it('is gone through, with its own key and host key', async () => {
    await using jump = await startSshd();
    await using sshd = await startSshd();
    const knownHosts = newFile(readFileSync(jump.knownHosts, 'utf8') + readFileSync(sshd.knownHosts, 'utf8'));
    const config = [
      `Host jump\n HostName 127.0.0.1\n Port ${jump.port}\n IdentityFile ${jump.identity}`,
      `Host esx\n HostName 127.0.0.1\n Port ${sshd.port}\n ProxyJump jump`,
      `Host twice\n HostName 127.0.0.1\n Port ${sshd.port}\n ProxyJump jump,jump`,
      '',
    ].join('\n');
    const options = isolated(sshd, { knownHosts, sshConfig: newFile(config) });
    expect(await echo('ssh://esx', options)).toBe('in\n');
    expect(await echo('ssh://twice', options)).toBe('in\n');
    await expect.poll(() => jump.sessions()).toEqual([]);

    await using upstream = await openUpstream('ssh://esx', options);
    const client = new TestClient();
    const done = upstream.execute(invocation('read x'), client);
    await client.startedOnce;
    await jump.killSessions();
    expect((await done).outcome.kind).toBe('lost');

    const unknown = await troubleOf('ssh://esx', { ...options, knownHosts: sshd.knownHosts });
    expect(unknown).toMatchObject({
      code: 'HOST_KEY_UNKNOWN',
      message: expect.stringContaining(`:${jump.port}`) as string,
    });
  });

  it('that cannot reach the host says so', async () => {
    await using jump = await startSshd();
    const config = `Host jump\n HostName 127.0.0.1\n Port ${jump.port}\n IdentityFile ${jump.identity}\nHost esx\n HostName 127.0.0.1\n Port 1\n ProxyJump jump\n`;
    const trouble = await troubleOf('ssh://esx', isolated(jump, { sshConfig: newFile(config) }));
    expect(trouble.code).toBe('UPSTREAM_UNREACHABLE');
    expect(trouble.message).toContain(`127.0.0.1:1 cannot be reached through 127.0.0.1:${jump.port}`);
  });
});

describe('a host that is not reached', () => {
  it('has no address, refuses, stays silent, hangs up, or speaks something else', async () => {
    const options: UpstreamOptions = {
      agent: '',
      sshConfig: newFile('ConnectTimeout 1\n'),
      knownHosts: newFile(''),
    };
    const expected: [string, RegExp][] = [
      ['ssh://no-such-host.invalid', /no address is known for the host no-such-host\.invalid/],
      ['ssh://127.0.0.1:1', /127\.0\.0\.1:1 refuses connections/],
    ];
    for (const [url, message] of expected) {
      const trouble = await troubleOf(url, { ...options, sshConfig: '/dev/null' });
      expect(trouble).toMatchObject({
        code: 'UPSTREAM_UNREACHABLE',
        message: expect.stringMatching(message) as string,
      });
    }
    const servers: [(socket: Socket) => void, RegExp][] = [
      [() => undefined, /did not speak SSH within 1 s/],
      [(socket) => socket.destroy(), /no SSH connection came about/],
      [(socket) => socket.end('HTTP/1.0 400 Bad Request\r\n\r\n'), /no SSH connection came about/],
      [(socket) => socket.write('SSH-2.0-x\r\n' + 'garbage'.repeat(10_000)), /no SSH connection came about/],
    ];
    for (const [serve, message] of servers) {
      const sockets = new Set<Socket>();
      const server = createServer((socket) => {
        socket.on('error', () => undefined);
        sockets.add(socket);
        serve(socket);
      });
      await once(server.listen(0, '127.0.0.1'), 'listening');
      const trouble = await troubleOf(`ssh://127.0.0.1:${(server.address() as AddressInfo).port}`, options);
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
      expect(trouble).toMatchObject({
        code: 'UPSTREAM_UNREACHABLE',
        message: expect.stringMatching(message) as string,
      });
    }
  });
});

// A real sshd asks for passwords through PAM, and no user here has one: ssh2's own server does.
describe('a password', () => {
  it('answers the password method', async () => {
    await using server = await startServer(
      ['password'],
      (auth) => auth.method === 'password' && auth.password === 'secret',
    );
    expect(await server.letIn({ password: 'secret' })).toBe('let in');
    const refused = await server.letIn({ password: 'hunter2' });
    expect(refused).toMatch(/^UPSTREAM_AUTH .*tried password; the server takes password$/);
    expect(refused).not.toContain('hunter2');
    expect(await server.letIn({})).toMatch(/tried nothing, as there is neither a key nor a password/);
  });

  it('answers prompts without echo, others are asked of a person', async () => {
    const prompts = [
      { prompt: 'Password: ', echo: false },
      { prompt: 'Realm: ', echo: true },
    ];
    await using server = await startServer(['keyboard-interactive'], (auth) =>
      answersTo(auth, prompts, (answers) => answers.join() === 'secret,lab'),
    );
    const asked: string[] = [];
    const prompt = (text: string): Promise<string> => {
      asked.push(text);
      return Promise.resolve(text.includes('Realm') ? 'lab' : 'secret');
    };
    expect(await server.letIn({ password: 'secret', prompt })).toBe('let in');
    expect(asked).toEqual(['Realm: ']);
    expect(await server.letIn({ prompt })).toBe('let in');
    expect(asked).toEqual(['Realm: ', 'Password: ', 'Realm: ']);
    expect(await server.letIn({ password: 'secret' })).toMatch(
      /a prompt nobody was there to answer \(Realm:\)/,
    );
  });

  it('is asked for where the server takes nothing else', async () => {
    await using server = await startServer(
      ['password'],
      (auth) => auth.method === 'password' && auth.password === 'secret',
    );
    const asked: string[] = [];
    const prompt = (text: string): Promise<string> => {
      asked.push(text);
      return Promise.resolve('secret');
    };
    expect(await server.letIn({ prompt })).toBe('let in');
    expect(asked).toEqual(['Password of root@127.0.0.1: ']);
  });

  it('comes second where the server wants a key and a password', async () => {
    const key = newFile();
    await makeKey(key);
    let keyed = false;
    await using server = await startServer(['publickey'], (auth) => {
      if (auth.method === 'publickey') {
        keyed ||= auth.signature !== undefined;
        if (auth.signature !== undefined) auth.reject(['password'], true);
        else auth.accept();
        return 'answered';
      }
      return keyed && auth.method === 'password' && auth.password === 'secret';
    });
    expect(await server.letIn({ identities: [key], password: 'secret' })).toBe('let in');
  });
});

interface PasswordServer extends AsyncDisposable {
  /** `let in`, or code and message of the error. */
  letIn(options: UpstreamOptions): Promise<string>;
}

async function startServer(
  methods: AuthContext['method'][],
  admits: (auth: AuthContext) => boolean | 'answered',
): Promise<PasswordServer> {
  const hostKey = ssh2.utils.generateKeyPairSync('ed25519');
  const connections = new Set<{ end(): void }>();
  const server: Server = new ssh2.Server({ hostKeys: [hostKey.private] }, (connection) => {
    connections.add(connection);
    connection.on('error', () => undefined);
    connection.on('authentication', (auth) => {
      const verdict = admits(auth);
      if (verdict === true) auth.accept();
      else if (verdict === false) auth.reject(methods);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const [type, key] = hostKey.public.split(' ');
  const knownHosts = newFile(`[127.0.0.1]:${port} ${type} ${key}\n`);
  const home = newFile('Host *\n IdentityFile none\n');
  return {
    async letIn(options) {
      try {
        const all = { agent: '', sshConfig: home, knownHosts, ...options };
        await using upstream = await openUpstream(`ssh://root@127.0.0.1:${port}`, all);
        return upstream.url === '' ? '' : 'let in';
      } catch (error) {
        const { code, message } = error as TapeheadError;
        return `${code} ${message}`;
      }
    },
    async [Symbol.asyncDispose]() {
      for (const connection of connections) connection.end();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function answersTo(
  auth: AuthContext,
  prompts: { prompt: string; echo: boolean }[],
  right: (answers: string[]) => boolean,
): boolean | 'answered' {
  if (auth.method !== 'keyboard-interactive') return false;
  auth.prompt(prompts, (answers) => (right(answers) ? auth.accept() : auth.reject(['keyboard-interactive'])));
  return 'answered';
}

async function startAgent(socket: string): Promise<ChildProcess & AsyncDisposable> {
  const agent = spawn(pathOf('ssh-agent'), ['-D', '-a', socket], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(agent.stdout, 'data');
  return Object.assign(agent, {
    async [Symbol.asyncDispose]() {
      agent.kill();
      await once(agent, 'exit');
    },
  });
}
