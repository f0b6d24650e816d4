import { afterAll, beforeAll, expect, it } from 'vitest';
import { openDeck } from '../../src/deck.ts';
import { describeOutcome } from '../../src/outcome.ts';
import { needs } from '../support/needs.ts';
import { Shims } from '../support/shims.ts';

needs('gcc')('code with an original', () => {
  let shims: Shims;

  beforeAll(() => void (shims = new Shims()));
  afterAll(() => shims[Symbol.dispose]());

  it('observes it, with the stdin it has seen given back', async () => {
    shims.link('digests').program('digests', 'cat; echo err >&2; exit 5');
    await using deck = await openDeck({ mode: 'none', hooks: [], shim: [{ path: shims.socket }] });
    deck.hook('digests', async (call) => {
      for await (const _ of call.stdin.lines()) break;
      const seen = await call.observe();
      return { ...seen, stdout: seen.stdout.toString().toUpperCase() };
    });
    const ran = await shims.bash('cat | digests', { input: 'one\ntwo\n' });
    expect([ran.stdout, ran.stderr, describeOutcome(ran.outcome)]).toEqual([
      'ONE\nTWO\n',
      'err\n',
      'exited 5',
    ]);
  });

  it('passes it through as a child where it has read of its stdin', async () => {
    shims.link('counts').program('counts', 'wc -l; kill -TERM $$');
    await using deck = await openDeck({ mode: 'none', hooks: [], shim: [{ path: shims.socket }] });
    deck.hook('counts', async (call) => {
      for await (const _ of call.stdin.lines()) break;
      await call.passThrough();
    });
    const { stdout, outcome } = await shims.bash('cat | counts', { input: 'one\ntwo\n' });
    expect([stdout.trim(), describeOutcome(outcome)]).toEqual(['2', 'exited 143']);
  });
});
