import { describe, expect, it } from 'vitest';
import type { FaultSpec } from '../../../src/hooks/faults/spec.ts';
import { exited, type Outcome } from '../../../src/outcome.ts';
import { TestClient } from '../../support/client.ts';
import { random } from '../../support/random.ts';
import { cutAnywhere } from '../rewrite/rewritings.ts';
import { faulted, onStderr, says, taken } from './a-fault.ts';

const KILLED: Outcome = { kind: 'signalled', name: 'KILL', core: false };

describe('truncation', () => {
  it.each([0, 1, 5, 9])('lets %i bytes through, and the other stream and the end', async (after) => {
    const { stdio, client } = faulted({ truncate: { stream: 'stdout', after } });
    await says(stdio, ...cutAnywhere(Buffer.from('123456789'), random()), onStderr('y'));
    expect(client.stdout).toBe('123456789'.slice(0, after));
    expect(client.stderr).toBe('y');
    expect(client.outcomes).toEqual([exited(0)]);
    expect(stdio.gone.aborted).toBe(false);
  });

  it('may end all there, and whoever answers is cancelled', async () => {
    const spec = { truncate: { stream: 'stdout', after: 3 }, then: { signal: 'KILL' } } as const;
    const { stdio, client } = faulted(spec);
    await says(stdio, '12', onStderr('y'), '345', onStderr('z'));
    expect(client.order).toEqual(['stdout', 'stderr', 'stdout', 'eof stdout', 'eof stderr', 'outcome']);
    expect([client.stdout, client.stderr, client.outcomes]).toEqual(['123', 'y', [KILLED]]);
    expect(stdio.gone.aborted).toBe(true);
    expect(await stdio.stdin[Symbol.asyncIterator]().next()).toMatchObject({ done: true });
  });

  it('does nothing to what is shorter', async () => {
    const spec = { truncate: { stream: 'stdout', after: 4 }, then: { exit: 9 } } as const;
    const { stdio, client } = faulted(spec);
    await says(stdio, '123');
    expect([client.stdout, client.outcome]).toEqual(['123', exited(0)]);
  });

  it.each([
    [0, 'aü€b', 'a\xc3'],
    [2, 'aü€b', 'a\xc3'],
    [3, 'aü€b', 'a\xc3\xbc\xe2'],
    [5, 'aü€b', 'a\xc3\xbc\xe2\x82'],
    [6, 'aü€b', 'a\xc3\xbc\xe2\x82\xacb'],
    [2, 'abcd', 'abcd'],
  ])('may end inside a character: from byte %i of %j on', async (after, text, expected) => {
    const { stdio, client } = faulted({ truncate: { stream: 'stdout', after, inside: 'character' } });
    await says(stdio, ...cutAnywhere(Buffer.from(text), random()));
    expect(client.bytes('stdout').toString('latin1')).toBe(expected);
    expect(client.outcome).toEqual(exited(0));
  });

  it.each([-1, 1.5, Number.NaN])('has no place %d', (after) => {
    expect(() => faulted({ truncate: { stream: 'stdout', after } })).toThrow(
      expect.objectContaining({ code: 'BAD_HOOK' }) as Error,
    );
  });
});

describe('another end', () => {
  it.each<[FaultSpec, Outcome]>([
    [{ exit: 3 }, exited(3)],
    [{ signal: 'SIGKILL' }, KILLED],
    [{ status: 'none' }, { kind: 'unknown' }],
  ])('by %j, and the same before it', async (spec, outcome) => {
    const { stdio, client } = faulted(spec);
    await says(stdio, 'x');
    expect([client.stdout, client.outcomes]).toEqual(['x', [outcome]]);
  });

  it('is a refusal, which answers by itself', async () => {
    const { step, client } = taken({ refuse: 'execution' });
    expect(await step).toMatchObject({ kind: 'answered', from: 'fault', outcome: { kind: 'refused' } });
    expect(client.order).toEqual(['outcome']);
  });
});

describe('a hang', () => {
  it('says nothing until it is killed', async () => {
    const { step, client } = taken({ hang: true });
    await client.startedOnce;
    client.signal('WINCH').signal('TERM');
    const outcome = { kind: 'signalled', name: 'TERM', core: false };
    expect(await step).toMatchObject({ kind: 'answered', from: 'fault', outcome });
    expect(client.order).toEqual(['eof stdout', 'eof stderr', 'outcome']);
  });

  it('ends with its client', async () => {
    const { step, client } = taken({ hang: true });
    client.leave();
    expect(await step).toMatchObject({ outcome: undefined });
    expect(client.events).toEqual([]);
  });

  it('may come after so many bytes', async () => {
    const { stdio, client } = faulted({ hang: { after: 3 } });
    const said = says(stdio, '12', onStderr('345'));
    await client.until(({ stderr }) => stderr === '3');
    client.signal('KILL');
    await said;
    expect([client.stdout, client.stderr, client.outcomes]).toEqual(['12', '3', [KILLED]]);
    expect(stdio.gone.aborted).toBe(true);
  });
});

describe('a dropped connection', () => {
  it('is lost after so many bytes, where there is none to be dropped', async () => {
    const { stdio, client } = faulted({ drop: { after: 3 } });
    await says(stdio, '12', onStderr('345'));
    expect([client.stdout, client.stderr]).toEqual(['12', '3']);
    expect(client.outcomes).toMatchObject([{ kind: 'lost' }]);
    expect(stdio.gone.aborted).toBe(true);
  });

  it('is the door that has it dropped', async () => {
    let drops = 0;
    const client = Object.assign(new TestClient(), { drop: () => void drops++ });
    const { stdio } = faulted({ drop: { after: 3 } }, client);
    await says(stdio, '12345');
    expect([drops, client.stdout, client.outcomes]).toEqual([1, '123', []]);
  });
});

describe('stdin that is not read', () => {
  it('is never drawn, and ends with its client', async () => {
    const { stdio, client } = faulted({ stdin: 'unread' });
    client.type('x').eof();
    const drawn = stdio.stdin[Symbol.asyncIterator]().next();
    await client.startedOnce;
    expect(client.drawn).toBe(0);
    client.leave();
    expect(await drawn).toMatchObject({ done: true });
    expect(client.drawn).toBe(0);
  });
});
