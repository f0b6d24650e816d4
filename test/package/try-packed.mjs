// @ts-check
// What a user gets: the packed tarball, installed into an empty folder, in plain Node. Every step is tried, whatever became
// of those before it. It is no vitest test, since it installs from the registry.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');
const { version } = /** @type {{ version: string }} */ (
  JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
);
const cassette = 'x.cassette';
const ssh = (/** @type {string} */ command) => [
  'sh',
  '-c',
  `ssh -F "$TAPEHEAD_SSH_CONFIG" tapehead '${command}'`,
];
const replay = ['npx', 'tapehead', 'replay', '--cassette', cassette, '--ssh', '0', '--'];

/** @typedef {{ status: number | null, stdout: string, stderr: string }} Run */
/** @typedef {{ what: string, command: string[], expected: (run: Run) => boolean }} Step */

/**
 * As a careful user has it: nothing of this project's own types is there, and declarations are checked too. The
 * compiler and Node's types are those of this checkout.
 */
const TYPED = `
import { type AnsweredCall, type Deck, type DeckOptions, openDeck, type Report, TapeheadError } from 'tapehead';

const options: DeckOptions = { mode: 'none', cassettes: ['${cassette}'], ssh: [{ port: 0, auth: { kind: 'generated' } }] };
try {
  await using deck: Deck = await openDeck(options);
  const [door] = deck.ready.ssh;
  const report: Report = await deck.close();
  const missed: readonly AnsweredCall[] = report.misses;
  console.log(typeof door?.port, missed.length, report.cassette.kind);
} catch (error) {
  if (error instanceof TapeheadError) console.error(error.code, error.remedy);
  throw error;
}
`;

/** A suite of a user's: with types, a deck, matchers and a hook. */
const TESTED = `
import { expect, test } from 'tapehead/vitest';

test.override({ deckOptions: { cassettes: ['${cassette}'], failOnMiss: true } });

test('the deck of a test', async ({ deck }) => {
  deck.hook('greet', { mock: { stdout: 'hello\\n' } });
  const [door] = deck.ready.ssh;
  expect(door?.port).toBeGreaterThan(0);
  expect(deck.env['TAPEHEAD_SSH_CONFIG']).toMatch(/config$/);
  expect(deck.calls()).toEqual([]);
  expect(deck).not.toHaveExecuted({ target: 'echo' });
});
`;
const modules = join(root, 'node_modules');
const typesOfNode = `mkdir -p node_modules/@types && ln -s '${modules}/@types/node' node_modules/@types/node`;
const vitestOfOurs = `ln -s '${modules}/vitest' node_modules/vitest`;
const compile = `'${modules}/.bin/tsc' --strict --module nodenext --target es2023 --types node --lib es2023,esnext.disposable user.mts`;
const compileTest = compile.replace('user.mts', '--skipLibCheck user.test.mts');

/** @type {(run: Run) => boolean} */
const succeeds = (run) => run.status === 0;

const folder = mkdtempSync(join(tmpdir(), 'tapehead-packed-'));
try {
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  writeFileSync(join(folder, 'user.mts'), TYPED);
  writeFileSync(join(folder, 'user.test.mts'), TESTED);
  writeFileSync(join(folder, 'commands.txt'), '# what the host is asked\necho hi\n');
  report(steps().map((step) => ({ step, run: take(step) })));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** @returns {Step[]} */
function steps() {
  const pack = ['npm', 'pack', root, '--pack-destination', folder];
  return [
    { what: 'packs', command: pack, expected: succeeds },
    {
      what: 'installs',
      command: ['sh', '-c', 'npm install --no-audit --no-fund ./tapehead-*.tgz'],
      expected: succeeds,
    },
    {
      what: 'imports, and exports openDeck',
      command: [process.execPath, '-e', "import('tapehead').then((it) => console.log(typeof it.openDeck))"],
      expected: (run) => succeeds(run) && run.stdout === 'function\n',
    },
    {
      what: 'has types that need no others',
      command: ['sh', '-c', `${typesOfNode} && ${compile}`],
      expected: succeeds,
    },
    {
      what: 'tells its version',
      command: ['npx', 'tapehead', '--version'],
      expected: (run) => succeeds(run) && run.stdout.trim().endsWith(version),
    },
    {
      what: 'carries the shim, which runs',
      command: [
        'sh',
        '-c',
        `TAPEHEAD_SOCKET=nowhere node_modules/tapehead/dist/shim/linux-${process.arch}/shim`,
      ],
      expected: (run) => run.status === 125 && run.stderr.includes('cannot reach the deck at nowhere'),
    },
    {
      what: 'captures from local:',
      command: [
        'npx',
        'tapehead',
        'capture',
        '--upstream',
        'local:',
        '--cassette',
        cassette,
        '--mode',
        'all',
        'commands.txt',
      ],
      expected: (run) => succeeds(run) && readdirSync(folder).includes(cassette),
    },
    {
      what: 'shows what it captured',
      command: ['npx', 'tapehead', 'show', cassette],
      expected: (run) => succeeds(run) && run.stdout.includes('echo hi'),
    },
    {
      what: 'replays it to ssh',
      command: [...replay, ...ssh('echo hi')],
      expected: (run) => succeeds(run) && run.stdout === 'hi\n',
    },
    {
      what: 'plays it to a program in TypeScript',
      command: [process.execPath, 'user.mjs'],
      expected: (run) => succeeds(run) && run.stdout === 'number 0 nothing\n',
    },
    {
      what: 'has a fixture for vitest, with types',
      command: [
        'sh',
        '-c',
        `${vitestOfOurs} && ${compileTest} && node node_modules/vitest/vitest.mjs run user.test.mts`,
      ],
      expected: (run) => succeeds(run) && run.stdout.includes('1 passed'),
    },
    {
      what: 'answers what was never captured with 125 and the reason',
      command: [...replay, ...ssh('echo ho')],
      expected: (run) => run.status === 125 && run.stderr.includes('tapehead:'),
    },
  ];
}

/**
 * @param {Step} step
 * @returns {Run}
 */
function take({ command: [program = '', ...args] }) {
  // Not the settings of the npm that started this.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('npm_')));
  const { status, stdout, stderr } = spawnSync(program, args, {
    cwd: folder,
    env,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return { status, stdout, stderr };
}

/** @param {{ step: Step, run: Run }[]} taken */
function report(taken) {
  let failed = 0;
  for (const { step, run } of taken) {
    const ok = step.expected(run);
    if (!ok) failed += 1;
    console.log(`${ok ? 'ok    ' : 'FAILED'}  the packed tarball ${step.what}`);
    if (!ok) console.log(`$ ${step.command.join(' ')}\n${run.stdout}${run.stderr}(exit ${run.status})`);
  }
  const counts = { passed: taken.length - failed, failed };
  console.log(`package: ${counts.passed} passed, ${counts.failed} failed`);
  const file = process.env['TAPEHEAD_PACKAGE_RESULTS']; // .ci/run adds these up
  if (file !== undefined) writeFileSync(file, JSON.stringify(counts));
  if (failed > 0) process.exitCode = 1;
}
