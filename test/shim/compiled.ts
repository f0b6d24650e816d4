import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

// The C is where it was written, whether this runs from the sources or, as `npm run fuzz`, from dist/.
const root = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? '../../' : '../../../', import.meta.url),
);
export const fixtures = join(root, 'test', 'shim', 'fixtures');
export const shimFolder = join(root, 'src', 'shim');

/** Under dist, which the next build replaces: what was compiled of older sources goes with it. */
const compiled = join(root, 'dist', 'test', 'shim');

const warnings = ['-Wall', '-Wextra', '-Werror'];
const sanitizers = ['-g', '-O1', '-fsanitize=address,undefined', '-fno-sanitize-recover=all'];

/** The shim as a program of the C library's, watched by AddressSanitizer and UndefinedBehaviorSanitizer. */
export const hostedShim = (): Promise<string> => compile('hosted.c', [...sanitizers, ...shimSources()]);

/** The parser alone, fed from a file of the sanitizers' (fixtures/fuzz-parser.c). */
export const parserFuzzer = (): Promise<string> =>
  compile('fuzz-parser.c', [...sanitizers, ...shimSources()]);

/** A command on a terminal, in the foreground of a session (fixtures/on-terminal.c). */
export const onTerminal = (): Promise<string> => compile('on-terminal.c', ['-O1']);

/** Without start.c, which stands in for the C library. */
function shimSources(): string[] {
  return readdirSync(shimFolder)
    .filter((file) => file.endsWith('.c') && file !== 'start.c')
    .map((file) => join(shimFolder, file));
}

/** Compiles a fixture, unless that very one is there: test files run at the same time. */
async function compile(fixture: string, args: readonly string[]): Promise<string> {
  const source = join(fixtures, fixture);
  const hash = createHash('sha256').update(args.join('\0')).update(readFileSync(source));
  for (const file of readdirSync(shimFolder).filter((name) => /\.[ch]$/.test(name)))
    hash.update(readFileSync(join(shimFolder, file)));
  const program = join(compiled, `${basename(fixture, '.c')}-${hash.digest('hex').slice(0, 16)}`);
  if (existsSync(program)) return program;
  await mkdir(compiled, { recursive: true });
  const unfinished = `${program}.${process.pid}`;
  await promisify(execFile)('gcc', ['-std=gnu11', ...warnings, '-o', unfinished, source, ...args]);
  await rename(unfinished, program);
  return program;
}
