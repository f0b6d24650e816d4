import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { exited } from '../../src/outcome.ts';
import { needs } from '../support/needs.ts';
import { isAlive } from '../support/processes.ts';
import { Shims } from '../support/shims.ts';

needs('gcc')('a deck that is lost', () => {
  let shims: Shims;
  let deck: ChildProcess | undefined;

  beforeAll(() => {
    shims = new Shims();
    shims.link('says', 'streams', 'reads', 'waits');
    shims.program('says', 'echo "original $*"');
    shims.program('streams', 'exec yes');
    shims.program('reads', 'echo ready; exec cat');
    shims.program('waits', 'echo $$ >pid; echo ready; exec sleep 600');
  });
  afterAll(() => shims[Symbol.dispose]());
  afterEach(async () => {
    const ended = deck && deck.signalCode === null ? once(deck, 'exit') : undefined;
    deck?.kill('SIGKILL');
    await ended;
    deck = undefined;
  });

  /** What runs, with a deck in a process of its own; `$DECK` is its pid. */
  async function env(upstream: string): Promise<NodeJS.ProcessEnv> {
    const program = join(import.meta.dirname, 'fixtures', 'serves-shims.mjs');
    const PATH = `${shims.programs}:${process.env['PATH']}`;
    deck = spawn(process.execPath, [program, shims.socket, upstream], {
      env: { ...process.env, PATH },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(deck.stdout as NodeJS.ReadableStream, 'data');
    return { DECK: String(deck.pid) };
  }

  const lostIn = (name: string, times = 1): unknown =>
    expect.stringMatching(
      new RegExp(`^(tapehead: ${name}: lost the deck at ${shims.socket} [^\n]*\n){${times}}$`),
    );
  const KILL = 'kill -KILL $DECK';

  describe.each(['local:', 'original:'])('while it executes by %s', (upstream) => {
    it('when output flows: 125, and one line that names the socket', async () => {
      const line = `streams | { head -c 3000000 >/dev/null; ${KILL}; cat >/dev/null; }; exit \${PIPESTATUS[0]}`;
      const { stderr, outcome } = await shims.bash(line, { env: await env(upstream) });
      expect({ stderr, outcome }).toEqual({ stderr: lostIn('streams'), outcome: exited(125) });
    });

    it('when stdin is awaited: 125 for each of 50, and one line', async () => {
      const line = [
        'mkfifo typed said; exec 3<>typed 4<>said; rm typed said',
        'for i in {1..50}; do reads <&3 >&4 & all+=($!); done',
        'for i in {1..50}; do read -r ready <&4; done',
        KILL,
        'for one in "${all[@]}"; do wait $one; codes+="$? "; done; echo "$codes"',
      ].join('\n');
      const { stdout, stderr, outcome } = await shims.bash(line, { env: await env(upstream) });
      expect({ stderr, outcome }).toEqual({ stderr: lostIn('reads', 50), outcome: exited(0) });
      expect(stdout.trim()).toBe(Array(50).fill(125).join(' '));
    });
  });

  it('takes the original that is observed along', async () => {
    const line = `waits | { read -r ready; ${KILL}; cat; }; exit \${PIPESTATUS[0]}`;
    const { stderr, outcome } = await shims.bash(line, { env: await env('original:') });
    expect({ stderr, outcome }).toEqual({ stderr: lostIn('waits'), outcome: exited(125) });
    const pid = Number(readFileSync(shims.file('pid'), 'utf8'));
    await expect.poll(() => isAlive(pid)).toBe(false);
  });

  describe.each([
    ['there is none', 'says one'],
    ['nobody listens any more', `${KILL}; until ! kill -0 $DECK 2>/dev/null; do :; done; says one`],
    ['it dies before it has answered', `kill -STOP $DECK; says one & ${KILL}; wait $!`],
  ])('where %s', (what, line) => {
    const surroundings = async (): Promise<NodeJS.ProcessEnv> =>
      what === 'there is none' ? { TAPEHEAD_SOCKET: shims.file('none') } : await env('local:');

    it('fails with 125 and one line that names the socket', async () => {
      const own = await surroundings();
      const { stdout, stderr, outcome } = await shims.bash(line, { env: own });
      expect({ stdout, outcome }).toEqual({ stdout: '', outcome: exited(125) });
      const socket = own['TAPEHEAD_SOCKET'] ?? shims.socket;
      expect(stderr).toMatch(new RegExp(`^tapehead: says: cannot reach the deck at ${socket}: .*\n$`));
    });

    it('runs the original where TAPEHEAD_ON_LOST says passthrough', async () => {
      const own = { ...(await surroundings()), TAPEHEAD_ON_LOST: 'passthrough' };
      expect(await shims.bash(line, { env: own })).toEqual({
        stdout: 'original one\n',
        stderr: '',
        outcome: exited(0),
      });
    });
  });
});
