import type { AnyAuthMethod, KeyboardInteractiveAuthMethod, ParsedKey } from 'ssh2';
import { TapeheadError } from '../../errors.ts';
import { plural } from '../../plural.ts';
import type { Ask } from './ask.ts';
import type { Person, SshTarget } from './config.ts';
import { type IdentityFile, identityFiles, type KeyLibrary, publicKeys, unlock } from './identity-files.ts';

/** What somebody may be let in with. */
export interface Credentials {
  /** Private keys named on purpose: one that cannot be used is an error. */
  identities: readonly string[];
  password: string | undefined;
  /** Where to put one; undefined where none would be taken from there. */
  passwordRemedy: string | undefined;
  /** Undefined where nobody is there to be asked. */
  ask: Ask | undefined;
  /** Socket of an SSH agent. */
  agent: string | undefined;
}

/** Authenticates one connection: ssh2 asks it for the next method until it has none. */
export interface Authentication {
  /** `left`: the methods the server still takes, null before it has named them. */
  next(left: readonly string[] | null): Promise<AnyAuthMethod | false>;
  /** Whether a person may be asked on the way, who takes the time it takes. */
  readonly asks: boolean;
  /** Why nothing worked. */
  failure(): TapeheadError;
}

/**
 * The methods in order: none (which makes the server name those it takes), keys of the agent, identity
 * files, keyboard-interactive, password. Those the server does not take are passed over, and come back
 * into question when it asks for a second factor.
 *
 * @throws TapeheadError UPSTREAM_AUTH when an identity named on purpose cannot be read.
 */
export async function authentication(
  target: SshTarget,
  credentials: Credentials,
  person: Person,
  library: KeyLibrary,
): Promise<Authentication> {
  const log: AuthLog = { tried: [], left: undefined };
  const files = await identityFiles(target, credentials.identities, person);
  const none: Attempt = {
    method: 'none',
    make: () => Promise.resolve({ type: 'none', username: target.user }),
  };
  const attempts: Attempt[] = [
    none,
    ...agentAttempts(target, credentials, files, library, log),
    ...files.map((file) => keyAttempt(file, target, credentials, library, log)),
    ...personAttempts(target, credentials, log),
  ];
  return {
    async next(left) {
      log.left = left ?? log.left;
      for (;;) {
        const index = attempts.findIndex(
          ({ method }) => method === 'none' || left === null || left.includes(method),
        );
        const [attempt] = index < 0 ? [] : attempts.splice(index, 1);
        if (attempt === undefined) return false;
        const method = await attempt.make();
        // ssh2 does not tell what is left after an agent's keys; asking again does.
        if (method?.type === 'agent') attempts.unshift(none);
        if (method !== undefined) return method;
      }
    },
    asks: credentials.ask !== undefined,
    failure: () => notLetIn(target, credentials, log),
  };
}

type MethodName = 'none' | 'publickey' | 'keyboard-interactive' | 'password';

interface Attempt {
  method: MethodName;
  /** Undefined: there is nothing to try after all. */
  make(): Promise<AnyAuthMethod | undefined>;
}

interface AuthLog {
  /** In order, for people. */
  tried: string[];
  left: readonly string[] | undefined;
}

function agentAttempts(
  { user, identitiesOnly }: SshTarget,
  { agent: socket }: Credentials,
  files: readonly IdentityFile[],
  library: KeyLibrary,
  log: AuthLog,
): Attempt[] {
  if (socket === undefined || socket === '') return [];
  const makeAgent = async (): Promise<AnyAuthMethod> => {
    const agent = library.createAgent(socket);
    const admitted = identitiesOnly ? await publicKeys(files, library) : undefined;
    const getIdentities = agent.getIdentities.bind(agent);
    agent.getIdentities = (done) =>
      getIdentities((error, keys = []) => {
        const offered = keys.filter((key) => admitted?.some((it) => it.equals(publicBytes(key))) ?? true);
        log.tried.push(
          error
            ? `the agent, which failed: ${error.message}`
            : `the agent (${offered.length} ${plural(offered.length, 'key')})`,
        );
        done(error, offered);
      });
    return { type: 'agent', username: user, agent };
  };
  return [{ method: 'publickey', make: makeAgent }];
}

function keyAttempt(
  file: IdentityFile,
  { user }: SshTarget,
  { ask }: Credentials,
  library: KeyLibrary,
  log: AuthLog,
): Attempt {
  const make = async (): Promise<AnyAuthMethod | undefined> => {
    const key = await unlock(file, ask, library);
    log.tried.push(typeof key === 'string' ? key : `key ${file.path}`);
    return typeof key === 'string' ? undefined : { type: 'publickey', username: user, key };
  };
  return { method: 'publickey', make };
}

function personAttempts({ user, host }: SshTarget, { password, ask }: Credentials, log: AuthLog): Attempt[] {
  const secret = (prompt: string): Promise<string> | undefined =>
    password === undefined ? ask?.(prompt, false) : Promise.resolve(password);

  const interactive: KeyboardInteractiveAuthMethod['prompt'] = (
    name,
    instructions,
    _lang,
    prompts,
    finish,
  ) => {
    const answer = async (): Promise<string[]> => {
      const answers: string[] = [];
      for (const { prompt, echo = false } of prompts) {
        const text = [name, instructions, prompt].filter((part) => part !== '').join('\n');
        const given = echo ? ask?.(text, true) : secret(text);
        if (given === undefined) log.tried.push(`a prompt nobody was there to answer (${prompt.trim()})`);
        answers.push((await given) ?? '');
      }
      return answers;
    };
    answer().then(finish, () => finish([]));
  };

  if (password === undefined && ask === undefined) return [];
  return [
    {
      method: 'keyboard-interactive',
      make() {
        log.tried.push('keyboard-interactive');
        return Promise.resolve({ type: 'keyboard-interactive', username: user, prompt: interactive });
      },
    },
    {
      method: 'password',
      async make() {
        const given = await secret(`Password of ${user}@${host}: `);
        if (given === undefined) return undefined;
        log.tried.push('password');
        return { type: 'password', username: user, password: given };
      },
    },
  ];
}

/** ssh2's own agents give parsed keys; the other forms are for agents of other makes. */
const publicBytes = (key: unknown): Buffer => (key as ParsedKey).getPublicSSH();

function notLetIn(
  { user, host, port }: SshTarget,
  { passwordRemedy }: Credentials,
  { tried, left }: AuthLog,
): TapeheadError {
  const methods = tried.length > 0 ? tried.join(', ') : 'nothing, as there is neither a key nor a password';
  const offers = left === undefined || left.length === 0 ? 'names no method' : `takes ${left.join(', ')}`;
  return new TapeheadError(
    'UPSTREAM_AUTH',
    `${user}@${host}:${port} did not let us in: tried ${methods}; the server ${offers}`,
    passwordRemedy === undefined
      ? 'name its private key in ~/.ssh/config, or add it to the SSH agent'
      : `name a private key with --identity, add one to the SSH agent, or ${passwordRemedy}`,
  );
}
