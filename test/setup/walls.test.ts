import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const project = join(import.meta.dirname, '..', '..');

// Who imports whom: the file, what it imports, and whether the linter lets it.
const imports: [file: string, imported: string, allowed: boolean][] = [
  ['recorder/a.ts', 'replayer/x.ts', false],
  ['recorder/deep/er/a.ts', 'replayer/x.ts', false],
  ['replayer/a.ts', 'recorder/x.ts', false],
  ['recorder/b.ts', 'src/x.ts', true],
  ['recorder/c.ts', 'ssh2', false],
  ['src/cassette/a.ts', 'recorder/x.ts', false],
  ['src/cassette/b.ts', 'replayer/x.ts', false],
  ['src/cassette/c.ts', 'ssh2', false],
  ['src/deck.ts', 'recorder/x.ts', true],
  ['src/deck-of.ts', 'replayer/x.ts', true],
  ['src/a.ts', 'ssh2', false],
  ['src/c.ts', 'types of ssh2', false],
  ['src/cli/a.ts', 'recorder/x.ts', true],
  ['src/cli/commands/b.ts', 'replayer/x.ts', true],
  ['src/cli/c.ts', 'ssh2', false],
  ['src/ssh/a.ts', 'ssh2', false],
  ['src/ssh/d.ts', 'types of ssh2', true],
  ['src/ssh/c.ts', 'src/ssh/ssh2.ts', true],
  ['src/ssh/b.ts', 'recorder/x.ts', false],
  ['src/doors/a.ts', 'ssh2', false],
  ['src/doors/ssh/a.ts', 'ssh2', false],
  ['src/doors/ssh/d.ts', 'types of ssh2', true],
  ['src/doors/ssh/c.ts', 'src/ssh/ssh2.ts', true],
  ['src/doors/ssh/b.ts', 'replayer/x.ts', false],
  ['src/upstreams/ssh/a.ts', 'ssh2', false],
  ['src/upstreams/ssh/d.ts', 'types of ssh2', true],
  ['src/upstreams/ssh/c.ts', 'src/ssh/ssh2.ts', true],
  ['recorder/d.ts', 'src/ssh/ssh2.ts', false],
  ['replayer/b.ts', 'src/ssh/ssh2.ts', false],
  ['demo/a.ts', 'src/ssh/ssh2.ts', false],
  ['src/b.ts', 'src/ssh/ssh2.ts', false],
  ['src/cli/d.ts', 'src/ssh/ssh2.ts', false],
  ['src/doors/b.ts', 'src/ssh/ssh2.ts', false],
  ['src/upstreams/a.ts', 'src/ssh/ssh2.ts', false],
  ['src/upstreams/ssh/b.ts', 'recorder/x.ts', false],
  ['test/ssh/a.test.ts', 'ssh2', true],
];

describe('the walls between folders', () => {
  let root = '';
  let refused = new Set<string>();

  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'tapehead-walls-'));
    for (const name of ['.oxlintrc.json', 'tsconfig.json'])
      await copyFile(join(project, name), join(root, name));
    for (const [file, imported] of imports) {
      await mkdir(join(root, dirname(file)), { recursive: true });
      await writeFile(join(root, file), `${statement(file, imported)}\n`);
    }
    refused = await filesWithRestrictedImports(root);
  });
  afterAll(() => rm(root, { recursive: true }));

  for (const [file, imported, allowed] of imports) {
    it(`${file} ${allowed ? 'may' : 'may not'} import ${imported}`, () => {
      expect(refused.has(file)).toBe(!allowed);
    });
  }
});

function statement(file: string, imported: string): string {
  const [, name] = /^types of (.*)/.exec(imported) ?? [];
  if (name !== undefined) return `import type { X } from '${name}';`;
  return `export * from '${imported.includes('/') ? relativeTo(file, imported) : imported}';`;
}

function relativeTo(file: string, imported: string): string {
  const path = relative(dirname(file), imported);
  return path.startsWith('.') ? path : `./${path}`;
}

function filesWithRestrictedImports(root: string): Promise<Set<string>> {
  const oxlint = join(project, 'node_modules', '.bin', 'oxlint');
  return new Promise((resolve, reject) => {
    execFile(oxlint, ['--format', 'json'], { cwd: root }, (_, stdout) => {
      try {
        const { diagnostics } = JSON.parse(stdout) as { diagnostics: { code: string; filename: string }[] };
        const restricted = diagnostics.filter(({ code }) => code === 'eslint(no-restricted-imports)');
        resolve(new Set(restricted.map(({ filename }) => filename)));
      } catch (error) {
        reject(new Error(`oxlint said ${stdout}`, { cause: error }));
      }
    });
  });
}
