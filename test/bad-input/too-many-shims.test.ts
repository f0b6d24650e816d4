import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import type { TapedEvent } from '../../src/cassette/recording.ts';
import { MAIN, startProgram } from '../cli/run-tapehead.ts';
import { needs } from '../support/needs.ts';
import { Shims } from '../support/shims.ts';
import { writeCassette } from '../support/tape.ts';

const SHIMS = 200;

const ANSWER: TapedEvent[] = [
  { type: 'stdin', bytes: Buffer.from('line\n'), at: 2 },
  { type: 'stdout', bytes: Buffer.from('taken\n'), at: 3 },
];

/** A shim that was started, and what it said so far. */
class Waiting {
  readonly child: ChildProcessWithoutNullStreams;
  stdout = '';
  stderr = '';
  readonly ended: Promise<number | null>;
  /** Resolves when it was answered, or has ended. */
  readonly decided: Promise<void>;

  constructor(child: ChildProcessWithoutNullStreams) {
    this.child = child;
    child.stdin.on('error', () => undefined); // of one that was turned away
    child.stderr.on('data', (bytes: Buffer) => (this.stderr += String(bytes)));
    this.ended = once(child, 'close').then(([code]) => code as number | null);
    this.decided = new Promise((resolve) => {
      child.stdout.on('data', (bytes: Buffer) => {
        this.stdout += String(bytes);
        resolve();
      });
      void this.ended.then(() => resolve());
    });
  }
}

needs('gcc')('more shims at once than a deck may have descriptors', () => {
  // About 23 are the deck's own, and one for each cassette: with many of these the door has fewer left than it admits. With
  // a lower limit Node cannot even load a program of so many files.
  const most = 128;
  test.each([1, 15])(
    'beside %i cassettes are turned away with a word each, none hangs, and the deck serves on',
    async (cassettes) => {
      using shims = new Shims().link('asks', 'greets');
      const cassette = writeCassette(shims.file('a.cassette'), [
        { command: 'asks', stdout: 'ready\n', events: ANSWER },
        { command: 'greets', stdout: 'hello\n' },
      ]);
      const others = Array.from({ length: cassettes - 1 }, (_, i) =>
        writeCassette(shims.file(`${i}.cassette`), [{ command: `other ${i}`, stdout: '' }]),
      );
      const played = [cassette, ...others].flatMap((file) => ['--cassette', file]);
      const limited = ['sh', '-c', `ulimit -n ${most}; exec "$@"`, 'sh'] as const;
      const args = ['replay', ...played, '--socket', shims.socket, '--log', shims.file('log')];
      const deck = startProgram([...limited, process.execPath, MAIN, ...args]);
      await once(deck.child.stderr as NodeJS.ReadableStream, 'data'); // it tells where it serves

      const all = Array.from({ length: SHIMS }, () => {
        const waiting = new Waiting(spawn(`${shims.links}/asks`, { env: shims.env, stdio: 'pipe' }));
        onTestFinished(() => void waiting.child.kill('SIGKILL'));
        return waiting;
      });
      await Promise.all(all.map(({ decided }) => decided));
      const admitted = all.filter(({ stdout }) => stdout !== '');
      const turnedAway = all.filter(({ stdout }) => stdout === '');
      expect(admitted.length).toBeGreaterThan(20);
      expect(admitted.length).toBeLessThan(most);
      for (const shim of turnedAway) {
        expect(await shim.ended).toBe(125);
        expect(shim.stderr).toMatch(
          /^tapehead: [^\n]*asks: cannot reach the deck at [^\n]*deck\.sock: [^\n]+\n$/,
        );
      }
      // Who is in is served to the end.
      for (const { child } of admitted) child.stdin.end('line\n');
      expect(await Promise.all(admitted.map(({ ended }) => ended))).toEqual(admitted.map(() => 0));
      expect(admitted.map(({ stdout }) => stdout)).toEqual(admitted.map(() => 'ready\ntaken\n'));

      expect(await shims.bash('for i in {1..50}; do greets; done')).toMatchObject({
        stdout: 'hello\n'.repeat(50),
        stderr: '',
      });
      deck.child.kill('SIGTERM');
      const { code, stderr } = await deck.done;
      expect([code, stderr]).toEqual([0, expect.stringContaining(`${admitted.length + 50} played`)]);
    },
  );
});
