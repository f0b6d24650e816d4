import { describe, expect, it } from 'vitest';
import { undoing } from '../../../../src/profiles/esxi/mock/state/undo.ts';
import { aHost } from './a-host.ts';

const fresh = () => ({
  list: [{ n: 1 }, { n: 2 }, { n: 3 }],
  map: { a: { deep: 1 } } as Record<string, unknown>,
});

describe('a change', () => {
  it.each<[string, (data: ReturnType<typeof fresh>) => unknown]>([
    ['pushes', (data) => data.list.push({ n: 4 })],
    ['splices', (data) => data.list.splice(0, 2, { n: 9 })],
    ['cuts', (data) => (data.list.length = 1)],
    ['sorts', (data) => data.list.sort((a, b) => b.n - a.n)],
    ['replaces', (data) => (data.list = data.list.filter(({ n }) => n > 1))],
    ['sets', (data) => ((data.list[1] ?? { n: 0 }).n = 7)],
    ['deletes', (data) => delete data.map['a']],
    ['adds', (data) => (data.map['b'] = { of: data.list[0] })],
  ])('that %s stays where it ends well, and is undone where it throws', (_, change) => {
    const [kept, plain, undone] = [fresh(), fresh(), fresh()];
    undoing(kept, change);
    change(plain);
    expect(kept).toEqual(plain);
    expect(() =>
      undoing(undone, (data) => {
        change(data);
        throw new Error('no');
      }),
    ).toThrow('no');
    expect(undone).toEqual(fresh());
  });

  it('finds by identity what it was given', () => {
    const data = fresh();
    expect(undoing(data, ({ list }) => list.indexOf(list[1] ?? { n: 0 }))).toBe(1);
    const [, second] = data.list;
    undoing(data, (draft) => {
      draft.list = draft.list.filter((one) => one.n === 2);
    });
    expect(data.list[0]).toBe(second); // what is kept is no view of it
  });
});

describe('the state of a mock host', () => {
  it('is each origin its own, a hundred of them', () => {
    const host = aHost();
    for (let i = 0; i < 100; i++)
      host.run(`esxcli network vswitch standard add -v own${i}`, { origin: `o${i}` });
    for (let i = 0; i < 100; i++) {
      const csv = host.say(
        'esxcli --formatter=csv --format-param=fields=Name network vswitch standard list',
        { origin: `o${i}` },
      );
      expect(csv).toBe(`Name,\nvSwitch0,\nown${i},\n`);
    }
  });

  it('is as it was after a command that failed', () => {
    const host = aHost();
    const before = structuredClone(host.host);
    expect(host.run('esxcli network vswitch standard add -v vSwitch0')).toMatchObject({ exit: 1 });
    expect(host.run('esxcli network vswitch standard remove -v none')).toMatchObject({ exit: 1 });
    expect(host.host).toEqual(before);
  });

  it('begins anew after a reset, of one origin or of all', () => {
    const host = aHost();
    for (const origin of ['left', 'right'])
      host.run('esxcli network vswitch standard add -v more', { origin });
    const lists = () =>
      ['left', 'right'].map((origin) =>
        host.say('esxcli network vswitch standard list', { origin }).includes('more'),
      );
    host.profile.reset('left');
    expect(lists()).toEqual([false, true]);
    host.profile.reset();
    expect(lists()).toEqual([false, false]);
  });
});
