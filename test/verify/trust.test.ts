import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { TapeheadError } from '../../src/errors.ts';
import { stateFolderOf } from '../../recorder/verify/trust.ts';
import { aCassette, aHost, openVerification, verdicts, verified } from './a-verification.ts';

const TAPE = [{ command: 'echo one', stdout: 'one\n' }];
const TOUCH = [{ command: 'touch here', stdout: '' }];

describe('a cassette', () => {
  it('that was not verified before is not run without being told to', async () => {
    const [cassette, host] = [aCassette(TAPE), aHost(TAPE)];
    await expect(verified(cassette, host, { trust: false })).rejects.toMatchObject({ code: 'NOT_TRUSTED' });
    expect(host.executed).toEqual([]);
  });

  it('is trusted when it was verified once, and not when it is another', async () => {
    const cassette = aCassette(TAPE);
    await verified(cassette, aHost(TAPE));
    await verified(cassette, aHost(TAPE), { trust: false });
    const stateFolder = join(cassette, '..', 'state');
    const other = aCassette([...TAPE, ...TAPE]);
    await expect(verified(other, aHost(TAPE), { trust: false, stateFolder })).rejects.toMatchObject({
      code: 'NOT_TRUSTED',
    });
  });

  it('is not trusted by a run of which nothing was run, or that was interrupted', async () => {
    const cassette = aCassette(TOUCH);
    await verified(cassette, aHost(TOUCH), { trust: false });
    const options = { trust: false, allowMutating: ['touch .*'] };
    await expect(verified(cassette, aHost(TOUCH), options)).rejects.toMatchObject({ code: 'NOT_TRUSTED' });
    const other = aCassette(TAPE);
    await verified(other, aHost(TAPE), { signal: AbortSignal.abort() });
    await using again = await openVerification(other, aHost(TAPE), { trust: false });
    expect(again.untrusted).toHaveLength(1);
  });

  it('is reported where it cannot be noted that it was verified', async () => {
    const cassette = aCassette(TAPE);
    const told: TapeheadError[] = [];
    const stateFolder = join(cassette, 'a file is no folder');
    const onNotTrusted = (error: TapeheadError): void => void told.push(error);
    const report = await verified(cassette, aHost(TAPE), { stateFolder, onNotTrusted });
    expect(verdicts(report)).toEqual(['same']);
    expect(told).toMatchObject([{ code: 'TRUST_UNWRITABLE' }]);
  });
});

it('State is kept where the XDG specification has it', () => {
  expect(stateFolderOf({ XDG_STATE_HOME: '/somewhere' })).toBe('/somewhere/tapehead');
  expect(stateFolderOf({ XDG_STATE_HOME: 'relative' })).toMatch(/\.local\/state\/tapehead$/);
});
