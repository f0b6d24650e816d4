import { describe, expect, it } from 'vitest';
import type { OutputEvent } from '../../src/event.ts';
import type { Action, Hook } from '../../src/hooks/hook.ts';
import { Hooks } from '../../src/hooks/hooks.ts';
import { PassedOn } from '../../src/passed-on.ts';
import type { Invocation } from '../../src/invocation.ts';
import { Secrets } from '../../src/redact/secrets.ts';
import type { Stdio } from '../../src/stdio.ts';
import { TestClient } from '../support/client.ts';
import { answers, asked, caller, hook } from './a-hook.ts';

function courseOf(invocation: Invocation, ...all: Hook[]) {
  const hooks = new Hooks();
  for (const one of all) hooks.add(one);
  const client = new TestClient();
  return { client, hooks, course: hooks.course(invocation, client, () => undefined) };
}

/** Says its letter behind all that goes out through it. */
const signs =
  (letter: string): Action =>
  ({ invocation }, stdio) => ({ kind: 'on', invocation, stdio: new Signed(stdio, letter) });

class Signed extends PassedOn {
  readonly #letter: string;

  constructor(client: Stdio, letter: string) {
    super(client);
    this.#letter = letter;
  }

  override send(event: OutputEvent): Promise<void> {
    if (event.type !== 'stdout') return this.client.send(event);
    return this.client.send({
      ...event,
      bytes: Buffer.from(`${Buffer.from(event.bytes).toString()}${this.#letter}`),
    });
  }
}

const says = (text: string): OutputEvent => ({ type: 'stdout', bytes: Buffer.from(text) });

describe('the course of an answer', () => {
  it('gives every hook that matches its turn, until one answers', async () => {
    const { course } = courseOf(
      asked('esxcli vm list'),
      hook('1', { target: 'esxcli' }),
      hook('2', { target: 'vim-cmd' }),
      hook('3', {}, { actions: [answers] }),
      hook('4'),
    );
    expect(await course.before()).toMatchObject({ kind: 'answered', from: 'hook', hook: '3' });
    expect(course.met).toEqual(['1', '3']);
  });

  it('flows on where none answers, with the very client that came', async () => {
    const { course, client } = courseOf(asked('date'), hook('1'));
    const passed = await course.before();
    expect(passed.kind === 'on' && passed.stdio === client).toBe(true);
  });

  it('has later hooks see what an earlier one changed of the invocation', async () => {
    const renames: Action = (_, stdio) => ({ kind: 'on', invocation: asked('vim-cmd x'), stdio });
    const { course } = courseOf(
      asked('esxcli x'),
      hook('not yet', { target: 'vim-cmd' }),
      hook('renames', { target: 'esxcli' }, { actions: [renames] }),
      hook('now', { target: 'vim-cmd' }),
      hook('no more', { target: 'esxcli' }),
    );
    await course.before();
    expect(course.met).toEqual(['renames', 'not yet', 'now']);
  });

  it('has output meet the after hooks from the image to the test, each once', async () => {
    const after = (name: string, layer: number): Hook =>
      hook(name, {}, { when: 'after', layer, actions: [signs(name)] });
    const { course, client } = courseOf(asked('date'), after('t', 2), after('u', 2), after('i', 0));
    const passed = await course.before();
    if (passed.kind !== 'on') throw new Error('answered');
    await passed.stdio.send(says('x'));
    await passed.stdio.send(says('y'));
    expect(client.stdout).toBe('xituyitu');
    expect(course.met).toEqual(['u', 't', 'i']);
  });

  it('takes no turn of an after hook before an answer begins', async () => {
    const { course, hooks, client } = courseOf(
      asked('date'),
      hook('once', {}, { when: 'after', times: 1, actions: [signs('!')] }),
    );
    await course.before();
    expect(course.met).toEqual([]);
    const next = await hooks.course(asked('date'), client, () => undefined).before();
    if (next.kind !== 'on') throw new Error('answered');
    await next.stdio.send(says('x'));
    expect(client.stdout).toBe('x!');
  });

  it('counts the matches of an after hook that are not its turn', async () => {
    const second = hook('second', {}, { when: 'after', nth: [2], actions: [signs('!')] });
    const { hooks } = courseOf(asked('date'), second);
    const said: string[] = [];
    for (let i = 0; i < 3; i++) {
      const client = new TestClient();
      const passed = await hooks.course(asked('date'), client, () => undefined).before();
      if (passed.kind !== 'on') throw new Error('answered');
      await passed.stdio.send(says('x'));
      said.push(client.stdout);
    }
    expect(said).toEqual(['x', 'x!', 'x']);
  });

  it('gives an after hook its turn in a state that a hook has set before the answer', async () => {
    const state = { of: 'disk', needs: undefined, sets: undefined };
    const { course, client } = courseOf(
      asked('date'),
      hook('breaks', {}, { state: { ...state, sets: 'broken' } }),
      hook('is broken', {}, { when: 'after', state: { ...state, needs: 'broken' }, actions: [signs('!')] }),
    );
    const passed = await course.before();
    if (passed.kind !== 'on') throw new Error('answered');
    await passed.stdio.send(says('x'));
    expect(client.stdout).toBe('x!');
  });

  it('gives one of two calls at once the one turn', async () => {
    const once = hook('once', { invoker: '*' }, { times: 1, actions: [answers] });
    const invocation = asked('date', { caller: caller({}, [['/bin/sh', 'sh']]) });
    const { hooks, client } = courseOf(invocation, once);
    const both = await Promise.all(
      [1, 2].map(() => hooks.course(invocation, client, () => undefined).before()),
    );
    expect(both.map(({ kind }) => kind)).toEqual(['answered', 'on']);
  });

  it('asks for the chain of invokers only where a hook looks at it', async () => {
    let askedFor = 0;
    const invokers = () => Promise.resolve((askedFor++, []));
    const invocation = asked('date', { caller: caller({ invokers }) });
    await courseOf(invocation, hook('1', { target: 'date' })).course.before();
    await courseOf(invocation, hook('1', { target: 'esxcli', invoker: '*' })).course.before();
    expect(askedFor).toBe(0);
    await courseOf(invocation, hook('1', { target: 'date', invoker: '*' })).course.before();
    expect(askedFor).toBe(1);
  });

  it('tells why hooks of the command do not answer, and nothing of others', async () => {
    const invocation = asked('esxcli vm list');
    const { course } = courseOf(
      invocation,
      hook('of a nic', { target: 'esxcli', args: ['network', '**'] }),
      hook('of anything', { origin: 'x' }),
      hook('done', { target: 'esxcli' }, { when: 'miss', times: 0 }),
    );
    expect(await course.whyNone(invocation, new Secrets())).toEqual([
      { hook: 'of a nic', why: 'argument 1 is "vm", not network' },
      { hook: 'done', why: 'it has had its 0 turns' },
    ]);
  });

  it('tells nothing of a hook that had its turn with the call', async () => {
    const { course } = courseOf(asked('date'), hook('once', { target: 'date' }, { times: 1 }));
    await course.before();
    expect(course.met).toEqual(['once']);
    expect(await course.whyNone(asked('date'), new Secrets())).toEqual([]);
  });

  it('tells that without the secrets of what is asked', async () => {
    const invocation = asked('esxcli -p hunter22 vm list');
    const { course } = courseOf(invocation, hook('1', { target: 'esxcli', args: ['-p', 'other', '**'] }));
    const [told] = await course.whyNone(invocation, new Secrets());
    expect(told?.why).toMatch(/^argument 2 is ".+", not other$/);
    expect(told?.why).not.toContain('hunter22');
  });

  it('fails with what an action throws', async () => {
    const throws: Action = () => {
      throw new Error('boom');
    };
    await expect(
      courseOf(asked('date'), hook('1', {}, { actions: [throws] })).course.before(),
    ).rejects.toThrow('boom');
  });
});
