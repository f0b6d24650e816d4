import { symlinkSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { DeckOptions } from '../../src/deck-options.ts';
import { openDeck } from '../../src/deck.ts';
import { exited } from '../../src/outcome.ts';
import { needs, pathOf } from '../support/needs.ts';
import { type Ran, Shims } from '../support/shims.ts';
import { TempFolder } from '../support/tape.ts';

/** Those that a shim forwards and a program may hear of, WINCH aside, which needs a terminal. */
const SIGNALS = ['HUP', 'INT', 'QUIT', 'TERM', 'USR1', 'USR2', 'CONT'];

needs('gcc', 'busybox')('what stands around a shim', () => {
  let shims: Shims;
  let folder: TempFolder;

  beforeAll(() => {
    shims = new Shims().link('tells', 'applet', 'hears');
    shims.program('tells', 'echo "$# $1"; pwd 2>&1 | tail -c 1; [ -d "$PWD" ] || echo gone; exit 3');
    shims.program(
      'hears',
      [
        ...SIGNALS.map((name) => `trap "echo ${name}" ${name}`),
        // A signal ends a read as well.
        'echo ready; for i in 1 2 3; do read -r line; [ "$line" != bye ] || exit 4; done',
      ].join('\n'),
    );
    symlinkSync(pathOf('busybox'), `${shims.programs}/applet`);
    vi.stubEnv('PATH', `${shims.programs}:${process.env['PATH']}`); // of local:, as this process is the deck
  });
  afterAll(() => {
    vi.unstubAllEnvs();
    shims[Symbol.dispose]();
  });
  beforeEach(() => void (folder = new TempFolder()));
  afterEach(() => folder[Symbol.dispose]());

  const natively = (line: string): Promise<Ran> =>
    shims.bash(line, { cwd: folder.path, env: { PATH: process.env['PATH'] } });

  async function through(line: string, options: DeckOptions): Promise<Ran> {
    await using deck = await openDeck({ shim: [{ path: shims.socket }], ...options });
    const ran = await shims.bash(line, { cwd: folder.path });
    await deck.close();
    return ran;
  }

  /** A line of bash as it goes natively, recorded, replayed and passed through. */
  async function allWays(line: string, upstream = 'original:'): Promise<Record<string, Ran>> {
    const cassette = folder.file('x.cassette');
    return {
      natively: await natively(line),
      recorded: await through(line, { mode: 'all', cassette, upstream: { url: upstream } }),
      replayed: await through(line, { mode: 'none', cassette, repeat: 'never' }),
      'passed through': await through(line, { mode: 'none', miss: 'passthrough' }),
    };
  }

  const same = (ran: Ran): Record<string, Ran> => ({
    natively: ran,
    recorded: ran,
    replayed: ran,
    'passed through': ran,
  });

  it('is no folder any more, where it was deleted, and what is asked runs all the same', async () => {
    const line = 'mkdir gone; cd gone; rmdir "$PWD"; tells word';
    const { natively: native, ...others } = await allWays(line);
    expect(native).toMatchObject({ stdout: '1 word\n\ngone\n', outcome: exited(3) });
    // A shell says of itself that it has lost its folder.
    const quiet = (ran: Ran): Ran => ({ ...ran, stderr: ran.stderr.replaceAll(/^.*getcwd.*\n/gm, '') });
    for (const [way, ran] of Object.entries(others)) expect(quiet(ran), way).toEqual(quiet(native as Ran));
  });

  it.each(['<&-', '>&-', '2>&-', '<&- >&- 2>&-'])('is a descriptor that is closed: %s', async (closing) => {
    const line = `tells word ${closing}; echo $?`;
    const seen = await allWays(line);
    expect(seen['natively']?.stdout).toMatch(/3\n$/);
    expect(seen).toEqual(same(seen['natively'] as Ran));
  });

  it.each([
    ['basename', '/a/b', 'b\n'],
    ['dirname', '/a/b', '/a\n'],
  ])('decides by argv[0] what runs, as of busybox: %s', async (name, path, stdout) => {
    // -a: that name is argv[0], and the link named applet is what is executed.
    const line = `(exec -a ${name} applet ${path})`;
    expect(await allWays(line)).toEqual(same({ stdout, stderr: '', outcome: exited(0) }));
  });

  describe.each(['original:', 'local:'])('sends signals, which %s hears of', (upstream) => {
    it.each(SIGNALS)('%s', async (name) => {
      const line = [
        'set -m', // or bash has INT and QUIT ignored by what it starts in the background
        'mkfifo typed said; exec 3<>typed 4<>said; rm typed said',
        'hears <&3 >&4 & shim=$!; read -r ready <&4',
        `kill -${name} $shim; read -r heard <&4; echo "$heard"`,
        'echo bye >&3; wait $shim; echo $?',
      ].join('\n');
      expect((await natively(line)).stdout).toBe(`${name}\n4\n`);
      const cassette = folder.file('x.cassette');
      const recorded = await through(line, { mode: 'all', cassette, upstream: { url: upstream } });
      expect(recorded.stdout).toBe(`${name}\n4\n`);
    });
  });
});
