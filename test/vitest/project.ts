import { spawn } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { TempFolder } from '../support/tape.ts';

const here = fileURLToPath(new URL('.', import.meta.url));
const root = fileURLToPath(new URL('../..', import.meta.url));

/** A test as vitest has told of it. */
export interface ToldTest {
  state: string;
  /** What it failed with. */
  messages: string;
}

/** How a run of vitest went. */
export interface SuiteRun {
  code: number | null;
  tests: Record<string, ToldTest>;
  output: string;
}

/** A project of its own, with suites that use the fixture, run by a vitest of its own. */
export class Project implements Disposable {
  readonly #folder = new TempFolder();
  readonly path = this.#folder.path;

  /** @param suites by their names in `fixtures` */
  constructor(...suites: readonly string[]) {
    for (const name of [...suites.map((suite) => `${suite}.suite.ts`), 'run.ts']) {
      cpSync(join(here, 'fixtures', name), join(this.path, 'test', name));
    }
    symlinkSync(join(root, 'node_modules'), join(this.path, 'node_modules'));
    writeFileSync(join(this.path, 'vitest.config.mjs'), CONFIG);
  }

  file(name: string): string {
    return join(this.path, name);
  }

  read(name: string): string {
    return readFileSync(this.file(name), 'utf8');
  }

  /** Names of what is in a folder, or undefined where it is not there. */
  list(name: string): string[] | undefined {
    return existsSync(this.file(name)) ? readdirSync(this.file(name)).sort() : undefined;
  }

  async run(env: NodeJS.ProcessEnv = {}, ...args: readonly string[]): Promise<SuiteRun> {
    const results = this.file('results.json');
    mkdirSync(this.file('out'), { recursive: true });
    const child = spawn(
      process.execPath,
      [VITEST, 'run', '--reporter=json', `--outputFile=${results}`, '--reporter=default', ...args],
      { cwd: this.path, env: { ...plainEnvironment(), ...env }, timeout: 120_000, killSignal: 'SIGKILL' },
    );
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
    const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
    return { code, tests: toldTests(results), output: stdout + stderr };
  }

  [Symbol.dispose](): void {
    this.#folder[Symbol.dispose]();
  }
}

const VITEST = join(root, 'node_modules', 'vitest', 'vitest.mjs');

const CONFIG = `
export default {
  resolve: {
    alias: {
      'tapehead/vitest': ${JSON.stringify(join(root, 'dist', 'src', 'vitest.js'))},
      tapehead: ${JSON.stringify(join(root, 'dist', 'src', 'index.js'))},
    },
  },
  test: {
    include: ['test/**/*.suite.ts'],
    pool: 'forks',
    testTimeout: 60_000, // as everywhere here: a loaded machine fails nothing
    hookTimeout: 60_000,
    provide: { deckOptions: { hooks: [{ name: 'provided', match: { target: 'provided' }, do: { mock: {} } }] } },
    server: { deps: { external: [/\\/dist\\/src\\//] } }, // as a package is
  },
};
`;

/** Without what says how this run is to go. */
function plainEnvironment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(
    ([name]) => !/^(CI$|VITEST|TAPEHEAD_|NODE_OPTIONS$|TEST$|NODE_ENV$|GITHUB_)/.test(name),
  );
  return {
    ...Object.fromEntries(own),
    NO_COLOR: '1',
    SSH_CLIENT_PROGRAM: join(root, 'dist', 'demo', 'exec-over-ssh.js'),
  };
}

interface JsonResults {
  testResults: { assertionResults: { fullName: string; status: string; failureMessages: string[] }[] }[];
}

function toldTests(file: string): Record<string, ToldTest> {
  if (!existsSync(file)) return {};
  const { testResults } = JSON.parse(readFileSync(file, 'utf8')) as JsonResults;
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
  return Object.fromEntries(
    tests.map(({ fullName, status, failureMessages }) => [
      fullName,
      { state: status, messages: failureMessages.join('\n') },
    ]),
  );
}
