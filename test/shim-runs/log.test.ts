import { realpathSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AnsweredCall, AskedCall } from '../../src/calls.ts';
import { openDeck } from '../../src/deck.ts';
import { exited } from '../../src/outcome.ts';
import type { Deck } from '../../src/running-deck.ts';
import { needs } from '../support/needs.ts';
import { Shims } from '../support/shims.ts';

needs('gcc')('the log of what shims ask', () => {
  let shims: Shims;

  beforeAll(() => {
    shims = new Shims();
    shims.link('esxcli');
    shims.program('esxcli', 'exit 3');
  });
  afterAll(() => shims[Symbol.dispose]());

  interface Logged {
    asked: AskedCall[];
    answered: AnsweredCall[];
  }

  function open(logged: Logged): Promise<Deck> {
    const { asked, answered } = logged;
    const log = {
      asked: (call: AskedCall) => void asked.push(call),
      answered: (call: AnsweredCall) => void answered.push(call),
    };
    return openDeck({ mode: 'none', miss: 'passthrough', shim: [{ path: shims.socket }], log });
  }

  it.each([
    ['asked for it', ''],
    ['told to by its environment', '+chain'],
  ])('has the process, and its invokers, of a shim that is %s', async (_when, TAPEHEAD_ASK) => {
    const logged: Logged = { asked: [], answered: [] };
    await using deck = await open(logged);
    const { stdout, outcome } = await shims.bash('umask 027; echo $$; cd links; ./esxcli nic; exit $?', {
      env: { TAPEHEAD_ASK },
    });
    expect(outcome).toEqual(exited(3));
    await deck.close();
    const links = realpathSync(shims.links);
    const caller = {
      parent: Number(stdout),
      uid: process.getuid?.(),
      gid: process.getgid?.(),
      umask: 0o27,
      target: Buffer.from(`${links}/esxcli`),
      cwd: Buffer.from(links),
    };
    expect(logged.asked).toMatchObject([{ door: 'shim', caller }]);
    expect(logged.answered).toMatchObject([{ caller, provenance: { from: 'passthrough' } }]);
    const words = logged.answered[0]?.invokers?.map(({ argv }) => argv.map(String));
    expect(logged.answered[0]?.invokers?.[0]).toMatchObject({ pid: Number(stdout) });
    expect(words?.[0]).toEqual(['/bin/bash', '--norc', '-c', expect.stringContaining('./esxcli') as string]);
  });

  it('shows no password that an invoker was given', async () => {
    const logged: Logged = { asked: [], answered: [] };
    await using deck = await open(logged);
    await shims.bash('true; esxcli --password hunter2hunter2 system; true');
    await deck.close();
    const [call] = logged.answered;
    const all = [
      ...(call?.asked.kind === 'argv' ? call.asked.argv : []),
      ...(call?.invokers?.[0]?.argv ?? []),
    ];
    expect(all.map(String).join(' ')).toMatch(/--password .* system/);
    expect(all.map(String).join(' ')).not.toContain('hunter2');
  });
});
