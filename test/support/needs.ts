import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, it } from 'vitest';
import { find, tools as everyTool, type Tool, type ToolName } from '../../setup/tools.mjs';

declare module 'vitest' {
  interface TaskMeta {
    /** Why this test is left out of the run; the closing summary says so (left-out-reporter.ts). */
    leftOut?: string;
  }
}

/**
 * Declares a suite as needing tools of the system.
 *
 *     needs('sshd', 'ssh')('an sshd as the upstream', () => { it('…') });
 *
 * Where one is missing, the suite is left out and the closing summary says why; in CI it fails instead.
 */
export const needs = needsOf(everyTool, { ci: inCi(process.env), whyMissing: readReasons() });

/** The executable of a tool that the suite needs. */
export function pathOf(name: ToolName): string {
  const path = find(name);
  if (path === undefined) throw new Error(`${name} is not here: put the suite under needs('${name}')`);
  return path;
}

/** `needs` for any set of tools; its own tests bring theirs. */
export function needsOf<Name extends string>(
  tools: Record<Name, Tool>,
  { ci, whyMissing }: { ci: boolean; whyMissing: Readonly<Record<string, string>> },
): (...names: Name[]) => (suite: string, body: () => void) => void {
  // Looked for once each: a client matrix asks a hundred times, and to ask an interpreter takes its start.
  const found = new Map<Name, boolean>();
  const isHere = (name: Name): boolean => {
    const here = found.get(name) ?? tools[name].isHere();
    found.set(name, here);
    return here;
  };
  return (...names) =>
    (suite, body) => {
      const missing = names.filter((name) => !isHere(name));
      const reason = missing
        .map(
          (name) =>
            `${name} is not here (${whyMissing[name] ?? `on Debian: apt-get install ${tools[name].debian}`})`,
        )
        .join(' and ');
      if (missing.length === 0) describe(suite, body);
      else if (ci)
        describe(suite, () => it(`needs ${missing.join(', ')}`, () => Promise.reject(new Error(reason))));
      else describe.skip(suite, { meta: { leftOut: reason } }, body);
    };
}

/** `CI` as the common CI systems set it; tools like npm read it the same way. */
export function inCi(env: NodeJS.ProcessEnv): boolean {
  return !['', '0', 'false'].includes(env['CI'] ?? '');
}

/** What set-up noted, if it ran (setup/install-tools.mjs). */
function readReasons(): Record<string, string> {
  const file = fileURLToPath(new URL('../../node_modules/.tapehead/why-missing.json', import.meta.url));
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>) : {};
}
