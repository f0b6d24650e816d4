import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lost } from '../../src/outcome.ts';
import { aCassette, aHost, verdicts, verified } from './a-verification.ts';

const TAPE = ['one', 'two', 'three'].map((word) => ({ command: `echo ${word}`, stdout: `${word}\n` }));
const TOUCH = { command: 'touch here', stdout: '' };
const ID_A = '11111111-2222-4333-8444-555555555555';
const ID_B = '22222222-2222-4333-8444-555555555555';
const ID_C = 'aaaaaaaa-1bbb-4ccc-8ddd-eeeeeeeeeeee';
const ID_D = 'bbbbbbbb-1bbb-4ccc-8ddd-eeeeeeeeeeee';
const LOST = { outcome: lost('the connection died') };

describe('a run that goes on behind another', () => {
  it('runs what could not be checked, and nothing else', async () => {
    const [cassette, resume] = aRun();
    const first = aHost(TAPE, { 'echo one': { stdout: 'eins\n' }, 'echo two': LOST });
    expect(verdicts(await verified(cassette, first, { resume }))).toEqual([
      'drift',
      'could not check: lost',
      'same',
    ]);
    const second = aHost(TAPE);
    expect(verdicts(await verified(cassette, second, { resume }))).toEqual(['drift', 'same', 'same']);
    expect(second.executed).toEqual(['echo two']);
  });

  it('never runs again what may have changed the host', async () => {
    const [cassette, resume] = aRun([TOUCH, ...TAPE]);
    const options = { resume, allowMutating: ['touch .*'] };
    await verified(cassette, aHost(TAPE, { 'touch here': LOST }), options);
    const second = aHost(TAPE);
    const report = await verified(cassette, second, options);
    expect(verdicts(report)).toEqual([
      'could not check: an earlier run had begun it, and did not see its end',
      ...TAPE.map(() => 'not run: state'),
    ]);
    expect(second.executed).toEqual([]);
  });

  it('does not run what comes before something that has changed the host since', async () => {
    const [cassette, resume] = aRun([TAPE[0]!, TOUCH, TAPE[1]!]);
    const options = { resume, allowMutating: ['touch .*'] };
    const first = aHost(TAPE, { 'echo one': LOST, 'echo two': LOST });
    await verified(cassette, first, options);
    expect(first.executed).toEqual(['echo one', 'touch here', 'echo two']);
    const second = aHost(TAPE);
    const report = await verified(cassette, second, options);
    expect(verdicts(report)).toEqual(['not run: state', 'same', 'same']);
    expect(second.executed).toEqual(['echo two']);
  });

  it('holds ids against those that the other has paired, or seen to stay', async () => {
    const answer = (command: string, id: string) => ({ command, stdout: `UUID: ${id}\n` });
    const tape = [
      answer('id one', ID_A),
      answer('id two', ID_B),
      answer('id three', ID_A),
      answer('id four', ID_B),
    ];
    const now = {
      'id one': { stdout: `UUID: ${ID_C}\n` },
      'id three': { stdout: `UUID: ${ID_D}\n` },
      'id four': { stdout: `UUID: ${ID_C.replace('1', '2')}\n` },
    };
    const whole = ['same after normalising', 'same', 'drift', 'drift'];
    expect(verdicts(await verified(aCassette(tape), aHost(tape, now)))).toEqual(whole);
    const [cassette, resume] = aRun(tape);
    const first = aHost(tape, { ...now, 'id three': LOST, 'id four': LOST });
    await verified(cassette, first, { resume });
    const second = aHost(tape, now);
    expect(verdicts(await verified(cassette, second, { resume }))).toEqual(whole);
    expect(second.executed).toEqual(['id three', 'id four']);
  });

  it('passes over a line that the other could not finish', async () => {
    const [cassette, resume] = aRun();
    await verified(cassette, aHost(TAPE), { resume });
    writeFileSync(resume, readFileSync(resume).subarray(0, -9));
    const second = aHost(TAPE);
    expect(verdicts(await verified(cassette, second, { resume }))).toEqual(TAPE.map(() => 'same'));
    expect(second.executed).toEqual(['echo three']);
    const third = aHost(TAPE);
    await verified(cassette, third, { resume });
    expect(third.executed).toEqual([]);
  });

  it('is refused for other cassettes, and for other options', async () => {
    const [cassette, resume] = aRun();
    await verified(cassette, aHost(TAPE), { resume });
    const other = aCassette(TAPE.slice(1));
    await expect(verified(other, aHost(TAPE), { resume })).rejects.toThrow('are of another run');
    await expect(verified(cassette, aHost(TAPE), { resume, timeout: 7 })).rejects.toThrow(
      'are of another run: --timeout is not what it was',
    );
  });

  it('is refused with a file of something else, which stays as it is', async () => {
    for (const content of ['a letter\n', 'a letter', '{"some":"json"}\n']) {
      const [cassette, resume] = aRun();
      writeFileSync(resume, content);
      await expect(verified(cassette, aHost(TAPE), { resume })).rejects.toMatchObject({ code: 'USAGE' });
      expect(readFileSync(resume, 'utf8')).toBe(content);
    }
    const [cassette, resume] = aRun();
    await verified(cassette, aHost(TAPE), { resume });
    appendFileSync(resume, '{"index":"x"}\n');
    await expect(verified(cassette, aHost(TAPE), { resume })).rejects.toThrow('line 5 is no result');
  });

  it('is refused with a file that cannot be written', async () => {
    const [cassette] = aRun();
    const resume = join(cassette, 'no', 'folder');
    await expect(verified(cassette, aHost(TAPE), { resume })).rejects.toMatchObject({ code: 'USAGE' });
  });

  it('accepts nothing', async () => {
    const [cassette, resume] = aRun();
    await expect(verified(cassette, aHost(TAPE), { resume, accept: true })).rejects.toMatchObject({
      code: 'USAGE',
    });
  });
});

function aRun(
  tape: readonly { command: string; stdout: string }[] = TAPE,
): [cassette: string, resume: string] {
  const cassette = aCassette(tape);
  return [cassette, join(cassette, '..', 'results.jsonl')];
}
