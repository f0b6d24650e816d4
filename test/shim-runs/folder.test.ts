import { mkdirSync, readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { CassetteFile } from '../../src/cassette/file.ts';
import { toText } from '../../src/cassette/text.ts';
import type { DeckOptions } from '../../src/deck-options.ts';
import { openDeck } from '../../src/deck.ts';
import { exited } from '../../src/outcome.ts';
import { connect, exec } from '../doors/ssh/clients.ts';
import { needs } from '../support/needs.ts';
import { type Ran, Shims } from '../support/shims.ts';

needs('gcc')('the folder that a shim is asked in', () => {
  let shims: Shims;
  let cassette: string;

  beforeEach(() => {
    shims = new Shims().link('whereabouts').program('whereabouts', 'basename "$PWD"');
    cassette = shims.file('x.cassette');
    for (const name of ['left', 'right', 'other']) mkdirSync(shims.file(name));
  });
  afterEach(() => shims[Symbol.dispose]());

  async function asked(folders: readonly string[], options: DeckOptions): Promise<Ran[]> {
    await using deck = await openDeck({ shim: [{ path: shims.socket }], cassette, ...options });
    const all = [];
    for (const folder of folders) all.push(await shims.bash('whereabouts', { cwd: shims.file(folder) }));
    await deck.close();
    return all;
  }

  const record = (options: DeckOptions): Promise<Ran[]> =>
    asked(['left', 'right'], { mode: 'all', upstream: { url: 'original:' }, ...options });

  const shown = (): string => {
    using file = CassetteFile.open(cassette);
    return [...toText(file)].join('');
  };

  it('is not on the tape unless it is asked for', async () => {
    await record({});
    expect(readFileSync(cassette).includes(shims.file('left'))).toBe(false);
    expect(shown()).not.toContain('cwd');
    expect((await asked(['right'], { mode: 'none' })).map(({ stdout }) => stdout)).toEqual(['left\n']);
  });

  it('tells recordings apart where it is matched, and is shown', async () => {
    await record({ match: ['cwd'] });
    expect(shown()).toContain(`  cwd: ${shims.file('right')}\n`);
    const [right, left, other] = await asked(['right', 'left', 'other'], { mode: 'none', match: ['cwd'] });
    expect([right?.stdout, left?.stdout]).toEqual(['right\n', 'left\n']);
    expect(other?.outcome).toEqual(exited(125));
    expect(other?.stderr).toContain(`which has cwd "${shims.file('left')}"`);
  });

  it('is none on a tape that was recorded without it, and the miss says so', async () => {
    await record({});
    const [left] = await asked(['left'], { mode: 'none', match: ['cwd'] });
    expect(left?.stderr).toMatch(/nearest is recording 1 of .*, which has no cwd$/m);
  });

  it('is none where what is asked comes over SSH', async () => {
    await record({ match: ['cwd'] });
    await using deck = await openDeck({ cassette, mode: 'none', match: ['cwd'], ssh: [{}] });
    const [door] = deck.ready.ssh;
    if (!door) throw new Error('no door is open');
    const { host, port, user, password = '' } = door;
    await using client = await connect({ host, port, username: user, password });
    const { stderr } = await exec(client, 'whereabouts');
    expect(stderr.toString()).toContain(`which has cwd "${shims.file('left')}"`);
  });

  it('comes from a manifest, too', async () => {
    const files = [
      { path: 'm', realPath: '/m', spec: { version: 1 as const, matching: { match: ['cwd' as const] } } },
    ].map((file) => ({ ...file, place: () => 'm' }));
    await record({ manifests: [{ files }] });
    expect(shown()).toContain(`  cwd: ${shims.file('left')}\n`);
  });
});
