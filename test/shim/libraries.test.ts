import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { needs } from '../support/needs.ts';
import { sandboxed } from '../support/sandbox.ts';
import { fixtures, hostedShim } from './compiled.ts';
import { change, say } from './frames.ts';
import { ScriptedDeck, type ShimLine } from './scripted-deck.ts';
import { runShim, type ShimRun } from './shim-run.ts';

const done = [say.eof(1), say.eof(2), say.exit(0)];

/** `/bin/greet` and `/bin/tool` as shims; in the shadow the original of the first, with a library that is nowhere else. */
class Shadowed {
  readonly deck: ScriptedDeck;
  readonly bin: string;
  readonly shadow: string;
  /** As `.libraries` has it. */
  readonly libraries: string;
  readonly #isAtRoot: boolean;

  constructor(deck: ScriptedDeck, isAtRoot: boolean) {
    this.deck = deck;
    this.bin = join(deck.folder, 'bin');
    this.#isAtRoot = isAtRoot;
    this.shadow = join(deck.folder, 'shadow');
    this.libraries = `${isAtRoot ? '/.shadow' : this.shadow}/lib64:/none`;
  }

  async make(): Promise<this> {
    const originals = join(this.shadow, this.bin);
    const library = join(this.shadow, 'lib64', 'libgreeting.so');
    for (const folder of [this.bin, originals, dirname(library)]) mkdirSync(folder, { recursive: true });
    for (const name of ['greet', 'tool']) symlinkSync(await hostedShim(), join(this.bin, name));
    const [name, source] = ['-Wl,-soname,libgreeting.so', join(fixtures, 'greeting.c')];
    execFileSync('gcc', ['-shared', '-fPIC', name, '-o', library, source]);
    execFileSync('gcc', ['-o', join(originals, 'greet'), join(fixtures, 'greet.c'), library]);
    this.say(`${this.libraries}\n`);
    return this;
  }

  say(libraries: string): void {
    writeFileSync(join(this.shadow, '.libraries'), libraries);
  }

  async run(args: readonly string[], env: Record<string, string> = {}): Promise<ShimRun> {
    const { deck, bin, shadow } = this;
    const greet = join(bin, 'greet');
    const shim = dirname(await hostedShim());
    const surroundings = { PATH: `${bin}:/usr/bin:/bin`, TAPEHEAD_ASK: 'LD_LIBRARY_PATH', ...env };
    if (!this.#isAtRoot) {
      return runShim(deck.socket, {
        program: greet,
        args,
        env: { ...surroundings, TAPEHEAD_SHADOW: shadow },
      });
    }
    const files = { [deck.folder]: deck.folder, [shim]: shim, '/.shadow': shadow };
    const [program, ...words] = sandboxed(files, [greet, ...args]);
    return runShim(deck.socket, { program, args: words, env: surroundings });
  }
}

async function hello(line: ShimLine): Promise<readonly string[]> {
  return (await line.hello()).env;
}

for (const [where, isAtRoot, tools] of [
  ['TAPEHEAD_SHADOW', false, ['gcc', 'libc6-dev']],
  ['/.shadow', true, ['gcc', 'libc6-dev', 'bubblewrap']],
] as const) {
  needs(...tools)(`an original in ${where}`, () => {
    it('finds its libraries there, whether it takes the place of the shim or is its child', async () => {
      await using deck = await ScriptedDeck.open();
      const shadowed = await new Shadowed(deck, isAtRoot).make();
      await using run = await shadowed.run([]);
      const line = await deck.line();
      expect(await hello(line)).toEqual([]);
      await line.say(say.exec());
      expect(await run.ended).toMatchObject({ status: 0, stdout: 'hello from the shadow\n', stderr: '' });

      await using watched = await shadowed.run([]);
      const observed = await deck.line();
      await hello(observed);
      await observed.say(say.observe());
      expect((await observed.take('childData')).toString('latin1')).toBe('\u0001hello from the shadow\n');
      await observed.say(...done);
      expect(await watched.ended).toMatchObject({ status: 0, stderr: '' });
    });

    it('hands nothing of it on through a shim, whose own variable is as it was', async () => {
      await using deck = await ScriptedDeck.open();
      const shadowed = await new Shadowed(deck, isAtRoot).make();
      for (const [own, told] of [
        [undefined, []],
        ['/mine', ['LD_LIBRARY_PATH=/mine']],
        [':/mine:', ['LD_LIBRARY_PATH=:/mine:']],
        ['', []],
      ] as const) {
        const env = own === undefined ? {} : { LD_LIBRARY_PATH: own };
        // The original becomes a shim, that one the same again, and that one a program outside.
        await using run = await shadowed.run(['greet', 'tool'], env);
        for (const started of ['by us', 'by an original']) {
          const line = await deck.line();
          const asItCame = own === '' && started === 'by us' ? ['LD_LIBRARY_PATH='] : told;
          expect(await hello(line)).toEqual(asItCame);
          await line.say(say.exec());
        }
        const line = await deck.line();
        expect(await hello(line)).toEqual(told);
        await line.say(say.exec(change({ target: '/usr/bin/env' })));
        const { stdout } = await run.ended;
        expect(stdout.match(/^hello from the shadow$/gm)).toHaveLength(2);
        expect(stdout.match(/^LD_LIBRARY_PATH=.*$/gm) ?? []).toEqual(told);
      }
    });

    it('has before what a hook sets', async () => {
      await using deck = await ScriptedDeck.open();
      const shadowed = await new Shadowed(deck, isAtRoot).make();
      await using run = await shadowed.run(['env'], { LD_LIBRARY_PATH: '/mine' });
      const line = await deck.line();
      await line.say(say.exec(change({ set: ['LD_LIBRARY_PATH=/set'] })));
      expect((await run.ended).stdout).toContain(`\nLD_LIBRARY_PATH=${shadowed.libraries}:/set\n`);
    });

    it('has no more than what begins with just that taken away', async () => {
      await using deck = await ScriptedDeck.open();
      const shadowed = await new Shadowed(deck, isAtRoot).make();
      const { libraries } = shadowed;
      for (const [own, told] of [
        [`${libraries}x`, `${libraries}x`],
        [`${libraries}/x:/y`, `${libraries}/x:/y`],
        [`/y:${libraries}`, `/y:${libraries}`],
        [`${libraries}:/y`, '/y'],
        [`${libraries}:${libraries}`, libraries],
        [libraries.slice(0, -1), libraries.slice(0, -1)],
      ] as const) {
        await using run = await shadowed.run([], { LD_LIBRARY_PATH: own });
        const line = await deck.line();
        expect(await hello(line)).toEqual([`LD_LIBRARY_PATH=${told}`]);
        await line.say(...done);
        expect((await run.ended).status).toBe(0);
      }
    });

    it('is not run where its libraries are more than a variable can name', async () => {
      await using deck = await ScriptedDeck.open();
      const shadowed = await new Shadowed(deck, isAtRoot).make();
      shadowed.say('/x'.repeat(64 * 1024));
      await using run = await shadowed.run([]);
      await (await deck.line()).say(say.exec());
      expect(await run.ended).toMatchObject({
        status: 126,
        stderr: expect.stringContaining('the list of libraries in the shadow is too long') as string,
      });
    });
  });
}
