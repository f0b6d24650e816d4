import { spawnSync } from 'node:child_process';
import { describe } from 'vitest';
import { type Done, MAIN, startProgram } from '../cli/run-tapehead.ts';

/** Mounts only for itself and what it starts: when the last of them ends, the mounts are gone. */
const IN_OWN_MOUNTS = ['unshare', '--map-root-user', '--mount', 'sh', '-c'] as const;

const isPossible =
  spawnSync(IN_OWN_MOUNTS[0], [...IN_OWN_MOUNTS.slice(1), 'mount -t tmpfs tmpfs /tmp']).status === 0;

/** A suite that needs a file system of its own; left out where the kernel or the container lets nobody mount one. */
export function withOwnMounts(suite: string, body: () => void): void {
  const leftOut = 'nobody may mount a tmpfs in a user namespace here';
  if (isPossible) describe(suite, body);
  else describe.skip(suite, { meta: { leftOut } }, body);
}

/**
 * Runs a script of sh in a tmpfs of `size` bytes, mounted on the folder, where `tapehead` is ours and `client`
 * executes its argument on the deck that COMMAND's variables tell of.
 */
export function inTmpfs(folder: string, size: string, script: string): Promise<Done> {
  const lines = [
    'set -eu',
    `mount -t tmpfs -o size=${size} tmpfs "$PWD"`,
    'cd "$PWD"', // into what is there now
    FUNCTIONS,
    'set +e',
    script,
  ];
  return startProgram([...IN_OWN_MOUNTS, lines.join('\n')], { cwd: folder, env: PROGRAMS }).done;
}

/** Runs a script of sh in which no file may be longer than `blocks` of 512 bytes. */
export function withSmallFiles(folder: string, blocks: number, script: string): Promise<Done> {
  const lines = [`ulimit -f ${blocks}`, FUNCTIONS, script];
  return startProgram(['sh', '-c', lines.join('\n')], { cwd: folder, env: PROGRAMS }).done;
}

const PROGRAMS = {
  NODE: process.execPath,
  MAIN,
  CLIENT: MAIN.replace(/src\/cli\/main\.js$/, 'demo/exec-over-ssh.js'),
};

const FUNCTIONS = [
  'tapehead() { "$NODE" "$MAIN" "$@"; }',
  'client=\'"$NODE" "$CLIENT"\'', // for scripts within the script: they are COMMAND
].join('\n');
