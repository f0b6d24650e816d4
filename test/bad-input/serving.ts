import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync, watch } from 'node:fs';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished } from 'vitest';
import { type Done, startTapehead } from '../cli/run-tapehead.ts';
import { pathOf } from '../support/needs.ts';

/** How clients get in, as the ready file tells it. */
export interface Access {
  host: string;
  port: number;
  user: string;
  password: string;
  identityFile: string;
  knownHosts: string;
  config: string;
}

/** A tapehead that serves at one SSH door until a signal. */
export interface Serving {
  child: ChildProcess;
  ssh: Access;
  /** Resolves once it has said this on stderr. */
  says(text: string): Promise<void>;
  done: Promise<Done>;
  /** Sends the signal, and gives how it ended. */
  end(signal?: NodeJS.Signals): Promise<Done>;
}

/** Starts `tapehead ARGS` as a server in `cwd`; resolves when its ready file is there. */
export async function serve(
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv = {},
): Promise<Serving> {
  rmSync(join(cwd, 'ready.json'), { force: true }); // of one that was killed
  const { child, done } = startTapehead([...args, '--ssh', '0', '--ready-file', 'ready.json'], { cwd, env });
  const { says } = listen(child);
  await fileHolds(join(cwd, 'ready.json'), done, (content) => content !== '');
  const { ssh } = JSON.parse(readFileSync(join(cwd, 'ready.json'), 'utf8')) as { ssh: Access };
  return {
    child,
    ssh,
    says,
    done,
    end(signal = 'SIGINT') {
      child.kill(signal);
      return done;
    },
  };
}

/** How a client of ssh2 gets in. */
export const login = ({ host, port, user: username, password }: Access) => ({
  host,
  port,
  username,
  password,
});

/** What doors told of clients, in a log of `--log`. */
export const toldIn = (log: string): string[] =>
  readFileSync(log, 'utf8')
    .trim()
    .split('\n')
    .flatMap((line) => (JSON.parse(line) as { told?: string }).told ?? []);

/** OpenSSH's client, on its way. */
export interface Client {
  child: ChildProcess;
  /** Resolves once this has come on stdout. */
  prints(text: string): Promise<void>;
  /** Closes its stdin, after these last words, and gives how it ended. */
  close(typed?: string): Promise<Done>;
  done: Promise<Done>;
}

/** Executes a command at the door that a client config leads to. It goes when the test ends. */
export const openssh = (to: Pick<Access, 'config'>, command: string): Client => opensshOf(to, [command]);

/** The same with a command in words, which the client joins. */
export function opensshOf({ config }: Pick<Access, 'config'>, words: readonly string[]): Client {
  const child = spawn(pathOf('ssh'), ['-F', config, 'tapehead', ...words], { stdio: 'pipe' });
  onTestFinished(() => void child.kill('SIGKILL'));
  child.stdin.on('error', () => undefined); // it may be gone first
  const { prints } = listen(child);
  const ended = once(child, 'close') as Promise<[number | null]>;
  const done = Promise.all([text(child.stdout), text(child.stderr), ended]).then(
    ([stdout, stderr, [code]]) => ({ stdout, stderr, code }),
  );
  return {
    child,
    prints,
    close(typed = '') {
      child.stdin.end(typed);
      return done;
    },
    done,
  };
}

/** Of the errors that were told, in two lines each, one has to say `what` is wrong and which `remedy` to try. */
export function expectError(stderr: string, what: string | RegExp, remedy: string | RegExp): void {
  const errors = [...stderr.matchAll(/^tapehead: (.+)\ntry: (.+)$/gm)];
  const error = errors.find(([, said = '']) =>
    typeof what === 'string' ? said.includes(what) : what.test(said),
  );
  expect(error?.[1] ?? stderr).toMatch(what);
  expect(error?.[2]).toMatch(remedy);
  expect(stderr).not.toMatch(/^ +at /m); // no stack: those are for errors nobody thought of
}

/** {@link expectError} where nothing else may be said. */
export function expectOnlyError(stderr: string, what: string | RegExp, remedy: string | RegExp): void {
  expect(stderr).toMatch(/^tapehead: .+\ntry: .+\n$/);
  expectError(stderr, what, remedy);
}

function listen(child: ChildProcess): Record<'says' | 'prints', (text: string) => Promise<void>> {
  return { says: until(child.stderr ?? undefined), prints: until(child.stdout ?? undefined) };
}

function until(stream: NodeJS.ReadableStream | undefined): (text: string) => Promise<void> {
  let seen = '';
  let over = false;
  const lookers = new Set<() => void>();
  const look = (): void => lookers.forEach((looker) => looker());
  stream?.on('data', (chunk: Buffer) => {
    seen += chunk.toString('latin1');
    look();
  });
  stream?.once('close', () => {
    over = true;
    look();
  });
  return (wanted) =>
    new Promise((resolve, reject) => {
      const looker = (): void => {
        if (seen.includes(wanted)) resolve();
        else if (over) reject(new Error(`${wanted} never came; what came was ${seen}`));
        else return;
        lookers.delete(looker);
      };
      lookers.add(looker);
      looker();
    });
}

/** Resolves once the file is there and holds what it should; rejects where whoever writes it has ended before. */
export async function fileHolds(
  path: string,
  writer: Promise<Done>,
  whatItShould: (content: string) => boolean,
): Promise<void> {
  const watcher = watch(dirname(path));
  const ended = writer.then(({ stderr }) => Promise.reject(new Error(`it ended before that: ${stderr}`)));
  try {
    while (!existsSync(path) || !whatItShould(readFileSync(path, 'utf8'))) {
      await Promise.race([once(watcher, 'change'), ended]);
    }
  } finally {
    ended.catch(() => undefined); // it may end later as it likes
    watcher.close();
  }
}
