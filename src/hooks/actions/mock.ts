import { exited, type Outcome } from '../../outcome.ts';
import type { OutputEvent } from '../../event.ts';
import type { Stdio } from '../../stdio.ts';
import { duration } from '../duration.ts';
import type { Action } from '../hook.ts';
import type { Captures } from '../match/matcher.ts';
import type { HookWorld } from '../world.ts';
import { type Content, contentOf } from './content.ts';
import type { ChunkSpec, EndSpec, MockSpec } from './spec.ts';

/**
 * An answer made up: what it says, then how it ends. Of several, each turn takes the next, and the last for ever.
 *
 * @throws TapeheadError BAD_HOOK
 */
export function mocking(specs: readonly MockSpec[], world: HookWorld): Action {
  const mocks = specs.map((spec) => mockOf(spec, world));
  return async ({ number, captures }, stdio) => {
    const mock = mocks[Math.min(number, mocks.length) - 1];
    const outcome = mock ? await play(mock, captures, stdio, world) : undefined;
    return { kind: 'answered', from: 'hook', outcome };
  };
}

interface Mock {
  chunks: readonly { type: 'stdout' | 'stderr'; content: Content; delay: number }[];
  outcome: Outcome;
}

function mockOf(spec: MockSpec, world: HookWorld): Mock {
  const chunks = spec.chunks ?? [{ stderr: spec.stderr ?? '' }, { stdout: spec.stdout ?? '' }];
  return { chunks: chunks.flatMap((chunk) => chunksOf(chunk, world)), outcome: outcomeOf(spec) };
}

function chunksOf({ stdout, stderr, delay }: ChunkSpec, world: HookWorld): Mock['chunks'] {
  const said = [
    ...(stderr === undefined ? [] : [{ type: 'stderr' as const, spec: stderr }]),
    ...(stdout === undefined ? [] : [{ type: 'stdout' as const, spec: stdout }]),
  ];
  return said.map(({ type, spec }, i) => ({
    type,
    content: contentOf(spec, world),
    delay: i === 0 && delay !== undefined ? duration(delay) : 0,
  }));
}

export const outcomeOf = ({ exit = 0, signal }: EndSpec): Outcome =>
  signal === undefined ? exited(exit) : { kind: 'signalled', name: signal.replace(/^SIG/, ''), core: false };

async function play(
  { chunks, outcome }: Mock,
  captures: Captures,
  stdio: Stdio,
  { clock }: HookWorld,
): Promise<Outcome | undefined> {
  stdio.started();
  for (const { type, content, delay } of chunks) {
    if (delay > 0) await clock.wait(delay, stdio.gone);
    const bytes = content(captures);
    if (bytes.length > 0) await stdio.send({ type, bytes });
  }
  for (const event of endOf(outcome)) await stdio.send(event);
  return stdio.isGone ? undefined : outcome;
}

/** Both streams end, and then it has ended. */
export const endOf = (outcome: Outcome): OutputEvent[] => [
  { type: 'eof', stream: 'stdout' },
  { type: 'eof', stream: 'stderr' },
  { type: 'outcome', outcome },
];
