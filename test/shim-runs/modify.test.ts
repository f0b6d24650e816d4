import { mkdirSync, realpathSync, symlinkSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Change } from '../../src/caller.ts';
import type { Answer } from '../../src/doors/door.ts';
import { openShimDoor } from '../../src/doors/shim/door.ts';
import { exited } from '../../src/outcome.ts';
import { needs } from '../support/needs.ts';
import { Shims } from '../support/shims.ts';

/** What is done instead, as a program that is told prints it: its name, its arguments, its folder, two variables. */
const TELLS = 'printf "%s|" "${0##*/}" "$@" "$(pwd -P)" "${A-none}" "${B-none}"';

const ANSWERS: Record<string, (change: Change) => Answer> = {
  'in place': (change) => async (invocation) => void (await invocation.caller?.original.replace(change)),
  'as a child': (change) => async (invocation, stdio) =>
    void (await invocation.caller?.original.observe(stdio, false, change)),
  'as a child with the own stdin': (change) => async (invocation, stdio) =>
    void (await invocation.caller?.original.observe(stdio, true, change)),
};

needs('gcc')('a modified invocation', () => {
  let shims: Shims;
  let folder: string;

  beforeAll(() => {
    shims = new Shims();
    shims.link('tells');
    shims.program('tells', TELLS).program('other', `echo other; ${TELLS}`);
    symlinkSync(`${shims.programs}/tells`, `${shims.programs}/another-name`);
    mkdirSync(shims.file('elsewhere'));
    symlinkSync(`${shims.programs}/tells`, `${shims.file('elsewhere')}/other`);
    folder = realpathSync(shims.file('.'));
  });
  afterAll(() => shims[Symbol.dispose]());

  async function told(answer: Answer, line = 'A=a B=b tells one "two words"'): Promise<string> {
    await using _ = await openShimDoor(
      { path: shims.socket, origin: { name: 'default', fixed: false }, env: [] },
      answer,
    );
    const { stdout, stderr, outcome } = await shims.bash(line);
    expect({ stderr, outcome }).toEqual({ stderr: '', outcome: exited(0) });
    return stdout;
  }

  describe.each(Object.entries(ANSWERS))('%s', (_how, answer) => {
    const bytes = (text: string): Uint8Array => Buffer.from(text, 'latin1');

    it('is as invoked where nothing is changed', async () => {
      expect(await told(answer({}))).toBe(`tells|one|two words|${folder}|a|b|`);
    });

    it('has another target, by a name on the PATH or by its path', async () => {
      const said = `other\nother|one|two words|${folder}|a|b|`;
      expect(await told(answer({ target: bytes('other') }))).toBe(said);
      expect(await told(answer({ target: bytes(`${shims.programs}/other`) }))).toBe(said);
    });

    it('has a target that is on no PATH, and not one of the same name that is', async () => {
      const target = bytes(`${folder}/elsewhere/other`);
      expect(await told(answer({ target }))).toBe(`other|one|two words|${folder}|a|b|`);
    });

    it('has other arguments, byte for byte', async () => {
      const argv = ['tells', '', 'a\xffb', "it's"].map(bytes);
      expect(await told(answer({ argv }))).toBe(`tells||a\xffb|it's|${folder}|a|b|`);
    });

    it('has variables set, replaced and taken away', async () => {
      const set = new Map([['B', bytes('b\xff=c')]]);
      expect(await told(answer({ set, unset: ['A'] }))).toBe(`tells|one|two words|${folder}|none|b\xff=c|`);
      const added = new Map([['A', bytes('added')]]);
      expect(await told(answer({ set: added }), 'tells')).toBe(`tells|${folder}|added|none|`);
    });

    it('has another folder', async () => {
      expect(await told(answer({ cwd: bytes(`${folder}/elsewhere`) }))).toBe(
        `tells|one|two words|${folder}/elsewhere|a|b|`,
      );
    });

    it('has all of it at once', async () => {
      const change: Change = {
        target: bytes('other'),
        argv: ['whatever', 'x'].map(bytes),
        set: new Map([['A', bytes('')]]),
        unset: ['B'],
        cwd: bytes('/'),
      };
      expect(await told(answer(change))).toBe('other\nother|x|/||none|');
    });
  });
});
