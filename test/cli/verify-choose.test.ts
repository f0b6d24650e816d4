import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { chooseInteractively, type Choosable } from '../../src/cli/verify-choose.ts';
import { openTerminal } from '../../src/cli/terminal.ts';
import type { Difference } from '../../src/compare/difference.ts';
import { TapeheadError } from '../../src/errors.ts';
import { manifest } from '../../src/manifest/schema/manifest.ts';
import type { VerifiedRecording } from '../../src/verified.ts';
import { FakeProcess } from './fake-process.ts';

/** One that has drifted, by a value in its first line. */
function drift(recorded: string, current: string, kind: Difference['kind'] = 'changed'): Choosable {
  const recording: VerifiedRecording = {
    cassette: 'x.cassette',
    index: 0,
    origin: 'default',
    host: 'local:',
    command: 'vmware -v',
    name: 'vmware',
    verdict: 'drift',
    differences: [{ field: 'stdout', path: 'line 1', kind, severity: 'value', recorded, current }],
    count: 1,
    normalised: [],
    streams: [],
    duration: { recorded: 1, current: 1 },
  };
  return { recording, command: 'vmware' };
}

/** What a person types at each question, and what comes of it. */
async function choosing(all: readonly Choosable[], typed: readonly (string | Error)[]) {
  const process = new FakeProcess();
  const asked: string[] = [];
  const answers = [...typed];
  const chosen = await chooseInteractively(
    all,
    (question) => {
      asked.push(question);
      const answer = answers.shift() ?? new Error(`nothing is typed at: ${question}`);
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    },
    openTerminal(process),
  );
  const which = chosen.map((one) => all.findIndex(({ recording }) => recording === one));
  return { which, asked, said: process.said, out: Buffer.concat(process.out).toString() };
}

const THREE = [drift('a 1', 'a 2'), drift('b 1', 'b 2'), drift('c 1', 'c 2')];

describe('choosing what is accepted', () => {
  it('shows each recording, and asks', async () => {
    const { which, asked, said } = await choosing(THREE, ['y', 'n', 'n', ' Yes']);
    expect(which).toEqual([0, 2]);
    expect(asked.map((question) => question.split('?')[0])).toEqual([
      'accept 1/3',
      'accept 2/3',
      'print a normaliser that would hide it',
      'accept 3/3',
    ]);
    for (const text of ['a 1', 'b 2', 'c 2']) expect(said).toContain(text);
  });

  it('ends at q, and keeps what was accepted before', async () => {
    expect(await choosing(THREE, ['y', 'q'])).toMatchObject({ which: [0] });
    expect(await choosing(THREE, ['y', 'n', 'q'])).toMatchObject({ which: [0] });
  });

  it('ends where the person leaves', async () => {
    const gone = new TapeheadError('UPSTREAM_AUTH', 'the question was not answered', 'answer it');
    expect(await choosing(THREE, ['y', gone])).toMatchObject({ which: [0] });
  });

  it('explains itself where the answer is none of the letters', async () => {
    const { which, said } = await choosing(THREE.slice(0, 1), ['?', '', 'y']);
    expect(which).toEqual([0]);
    expect(said.match(/takes the place of what is recorded/g)).toHaveLength(2);
  });

  it('prints a manifest with a normaliser, which a manifest may hold', async () => {
    const { out } = await choosing([drift('build 17 of 3', 'build 18 of 3')], ['n', 'y']);
    expect(manifest.parse(parse(out))).toMatchObject({
      normalisers: [{ command: 'vmware', stream: 'stdout', pattern: 'build (?<volatile>[0-9]+) of 3' }],
    });
    expect(out).toContain('seen: build 17 of 3 | build 18 of 3');
  });

  it('offers none where a row came or went', async () => {
    expect((await choosing([drift('a', 'b', 'added')], ['n'])).asked).toHaveLength(1);
  });
});
