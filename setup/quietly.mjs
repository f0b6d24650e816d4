// @ts-check
import { spawnSync } from 'node:child_process';

/**
 * Runs a command without a word unless it fails; then `log` is everything it said.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ env?: Record<string, string>, cwd?: string }} [options] `env` is added to the environment
 * @returns {{ ok: true } | { ok: false, log: string }}
 */
export function quietly(command, args, { env = {}, cwd } = {}) {
  const child = spawnSync(command, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (child.status === 0) return { ok: true };
  const end = child.error?.message ?? (child.signal ? `killed by ${child.signal}` : `exit ${child.status}`);
  return {
    ok: false,
    log: `$ ${[command, ...args].join(' ')}\n${child.stdout ?? ''}${child.stderr ?? ''}(${end})\n`,
  };
}
