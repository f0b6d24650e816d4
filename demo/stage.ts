import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { plural } from '../src/plural.ts';

const TAPEHEAD = fileURLToPath(new URL('../src/cli/main.js', import.meta.url));

/** What a command did. */
export interface Done {
  stdout: string;
  stderr: string;
  code: number | null;
}

/** Shows a demonstration on stdout: words, commands, and what these really print. */
export class Stage {
  readonly folder: string;
  #env: NodeJS.ProcessEnv;

  constructor(folder: string) {
    const { CI: _, ...env } = process.env; // where a recording mode would have to be named
    this.folder = folder;
    this.#env = env;
  }

  tell(words: string): void {
    process.stdout.write(`${words}\n`);
  }

  /** Runs tapehead in the folder and shows the command, and its output with `keep` first lines. */
  async run(args: readonly string[], { lines = Infinity } = {}): Promise<Done> {
    process.stdout.write(`\n$ tapehead ${args.map(shown).join(' ')}\n`);
    const child = spawn(process.execPath, [TAPEHEAD, ...args], {
      cwd: this.folder,
      env: this.#env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const ended = new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
    const output = `${stdout}${stderr}`.trimEnd().split('\n');
    for (const line of output.slice(0, lines)) process.stdout.write(`  ${line}\n`);
    if (output.length > lines)
      process.stdout.write(`  … ${output.length - lines} more ${plural(output.length - lines, 'line')}\n`);
    if (code !== 0) process.stdout.write(`  (exit code ${code})\n`);
    return { stdout, stderr, code };
  }

  /** @throws Error when it is not as it should be */
  check(holds: boolean, what: string): void {
    if (!holds) throw new Error(`the demo failed: ${what} does not hold`);
    process.stdout.write(`  ✓ ${what}\n`);
  }
}

const shown = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
