import { describe, expect, it } from 'vitest';
import type { Change } from '../../../src/caller.ts';
import { modifying } from '../../../src/hooks/actions/modify.ts';
import type { ModifySpec } from '../../../src/hooks/actions/spec.ts';
import type { Step } from '../../../src/hooks/hook.ts';
import type { Asked, Invocation } from '../../../src/invocation.ts';
import { TestClient } from '../../support/client.ts';
import { asked, caller } from '../a-hook.ts';

function modified(
  spec: ModifySpec,
  invocation: Invocation,
  captures: Record<string, string> = {},
): Invocation {
  const client = new TestClient();
  const taken = new Map(Object.entries(captures).map(([name, value]) => [name, Buffer.from(value)]));
  const step = modifying(spec)(
    { invocation, client, captures: taken, number: 1, log: () => undefined },
    client,
  ) as Step;
  if (step.kind !== 'on') throw new Error('it answers');
  return step.invocation;
}

const argv = (...words: string[]): Asked => ({ kind: 'argv', argv: words.map((word) => Buffer.from(word)) });

describe('modify', () => {
  it('replaces the target, argv[0] with it, and keeps the arguments', () => {
    expect(modified({ target: '/opt/esxcli' }, asked("esxcli 'vm' list")).asked).toEqual(
      argv('/opt/esxcli', 'vm', 'list'),
    );
  });

  it('replaces all arguments, what was captured filled in', () => {
    const { asked: is } = modified({ args: ['-n', '${nic}', '$${nic}'] }, asked('esxcli x'), {
      nic: 'vmnic0',
    });
    expect(is).toEqual(argv('esxcli', '-n', 'vmnic0', '${nic}'));
  });

  it('sets variables and takes them away, sorted by name', () => {
    const env = new Map([
      ['LANG', Buffer.from('de')],
      ['A', Buffer.from('a')],
    ]);
    const { env: is, modified: how } = modified(
      { env: { LANG: null, C: '3', B: '2' } },
      asked('date', { env }),
    );
    expect([...is]).toEqual([
      ['A', Buffer.from('a')],
      ['B', Buffer.from('2')],
      ['C', Buffer.from('3')],
    ]);
    expect([[...(how?.set.keys() ?? [])], how?.unset]).toEqual([['B', 'C'], ['LANG']]);
  });

  it('refuses a NUL byte, with which nothing can be executed', () => {
    for (const spec of [{ target: '\0' }, { args: ['a\0'] }, { env: { A: '\0' } }, { cwd: '/\0' }]) {
      expect(() => modified(spec, asked('date'))).toThrow(
        expect.objectContaining({ code: 'HOOK_FAILED', message: expect.stringContaining('NUL') as string }),
      );
    }
  });

  it('keeps what came, also where it is modified twice', () => {
    const first = modified({ target: 'a', env: { A: '1' }, cwd: '/one' }, asked('date -u'));
    const second = modified({ args: ['x'], env: { A: null, B: '2' } }, first);
    expect(second.modified?.from).toEqual(asked('date -u'));
    expect(second.asked).toEqual(argv('a', 'x'));
    expect(second.modified).toMatchObject({
      unset: ['A'],
      cwd: Buffer.from('/one'),
      target: Buffer.from('a'),
    });
    expect([...(second.modified?.set.keys() ?? [])]).toEqual(['B']);
  });

  it('is no modification where nothing is another than it was', () => {
    const invocation = asked("esxcli 'vm' list");
    expect(modified({ target: 'esxcli', args: ['vm', 'list'] }, invocation)).toBe(invocation);
  });

  it('has the original run so, whatever the words that came', async () => {
    const changes: Change[] = [];
    const original = {
      replace: (change: Change = {}) => Promise.resolve(void changes.push(change)),
      observe: () => Promise.reject(new Error('not asked for')),
    };
    const from = asked('', { asked: argv('esxcli', 'vm'), caller: caller({ original }) });
    const is = modified({ target: '/bin/true', env: { A: '1', B: null }, cwd: '/' }, from);
    await is.caller?.original.replace();
    expect(changes).toEqual([
      {
        target: Buffer.from('/bin/true'),
        argv: [Buffer.from('/bin/true'), Buffer.from('vm')],
        set: new Map([['A', Buffer.from('1')]]),
        unset: ['B'],
        cwd: Buffer.from('/'),
      },
    ]);
    expect([is.caller?.target, is.caller?.cwd]).toEqual([Buffer.from('/bin/true'), Buffer.from('/')]);
    expect(await is.caller?.sharesStdin()).toBe(false);
  });

  it('changes folder and variables of what is more than one command, and nothing else of it', () => {
    expect(modified({ cwd: '/tmp' }, asked('ls | wc -l')).asked).toEqual(asked('ls | wc -l').asked);
    const failed = expect.objectContaining({ code: 'HOOK_FAILED' });
    expect(() => modified({ args: [] }, asked('ls | wc -l'))).toThrow(failed);
    expect(() => modified({ args: [] }, asked('ls | wc -l'))).toThrow(/"ls | wc -l" is more than one simple/);
    expect(() => modified({ target: 'x' }, asked('', { asked: { kind: 'session' } }))).toThrow(
      /a session cannot/,
    );
  });

  it('refuses what names no place, as data and as filled in', () => {
    const bad = expect.objectContaining({ code: 'BAD_HOOK' });
    for (const spec of [{}, { cwd: 'a' }, { target: 'a/b' }, { target: '' }, { env: { 'A=B': '' } }])
      expect(() => modifying(spec), JSON.stringify(spec)).toThrow(bad);
    const failed = expect.objectContaining({ code: 'HOOK_FAILED' });
    expect(() => modified({ cwd: '${x}' }, asked('date'), { x: 'etc' })).toThrow(failed);
    expect(() => modified({ target: '${x}' }, asked('date'), { x: 'a/b' })).toThrow(failed);
  });
});
