import { expect, it } from 'vitest';
import { learn } from '../../recorder/learn/learn.ts';
import { proposalText } from '../../src/normalise/proposal-text.ts';
import { FakeUpstream } from '../support/fake-upstream.ts';
import { aCassette, aHost, verdicts, verified } from './a-verification.ts';

const SECRET = 's3cr3t-9-xyz';
const ANSWERS = [
  { command: 'cat x.vmx', stdout: `vnc.password = "${SECRET}"\n` },
  { command: 'grep -o x x.vmx', stdout: `"${SECRET}"\nb\n` },
];

/** As recorded: known by the first answer, the secret was redacted in the second. */
const taped = (): string =>
  aCassette(
    ANSWERS.map(({ command, stdout }) => {
      const slots = [{ offset: stdout.indexOf(SECRET), length: SECRET.length, class: 'password', id: 1 }];
      const bytes = Buffer.from(stdout.replace(SECRET, 'password-1**'));
      return { command, stdout: '', events: [{ type: 'stdout', at: 2, bytes, slots }] };
    }),
  );

it('A secret is in no report although what made it known is not run: in another shard, or drifted', async () => {
  for (const index of [1, 2]) {
    const host = aHost(ANSWERS, { 'grep -o x x.vmx': { stdout: `"${SECRET}"\nc\n` } });
    const report = await verified(taped(), host, { shard: { index, of: 2 } });
    expect(host.executed).toHaveLength(1);
    expect(verdicts(report)).toEqual([host.executed[0] === 'cat x.vmx' ? 'same' : 'drift']);
    expect(JSON.stringify(report)).not.toContain(SECRET);
  }
});

it('A secret is in no proposed normaliser, either', async () => {
  let run = 0;
  const upstream = new FakeUpstream((command) =>
    command === 'cat x.vmx' ? {} : { stdout: `"${run++ > 0 ? SECRET : 'an0ther-0ne-'}"\n${run}\n` },
  );
  const cassette = taped();
  const options = { cassettes: [cassette], upstream, trust: true, stateFolder: `${cassette}.state` };
  const learnt = await learn({ ...options, profile: 'posix', runs: 2 });
  expect(learnt.proposals).toHaveLength(1);
  expect(proposalText(learnt)).not.toMatch(/s3cr3t|an0ther/);
});
