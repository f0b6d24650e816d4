import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CassetteFile } from '../../src/cassette/file.ts';
import { openDeck } from '../../src/deck.ts';
import type { DeckOptions } from '../../src/deck-options.ts';
import type { HookHandler } from '../../src/hooks/handler.ts';
import type { HookSpec } from '../../src/hooks/spec.ts';
import { needs } from '../support/needs.ts';
import { Shims } from '../support/shims.ts';
import { type Sshd, startSshd } from '../support/sshd.ts';
import { TempFolder } from '../support/tape.ts';

/** Everybody here has the same stdin; what is killed has read none of it, so that who comes after it has it all. */
const line = (command: string): string =>
  [
    'exec 3<&0; rm -f out',
    `${command} <&3 >out & asks=$!`,
    'until [ -s out ]; do :; done; kill -TERM $asks; wait $asks; echo $?; cat out; echo left: $(cat <&3)',
  ].join('; ');

/** Tells that it runs, and then wants stdin. */
const ASKS = 'sh -c "echo asks; read -r line && echo got \\$line; cat"';
const UNREAD = '143\nasks\nleft: typed\n';

const fault: HookSpec = { when: 'before', do: { fault: { stdin: 'unread' } } };

needs(
  'gcc',
  'sshd',
  'ssh-keygen',
)('stdin that is never read', () => {
  let host: Sshd;
  let shims: Shims;

  beforeAll(async () => {
    shims = new Shims().link('sh');
    host = await startSshd();
  });
  afterAll(async () => {
    await host.stop();
    shims[Symbol.dispose]();
  });

  const upstreams = (): Record<string, DeckOptions['upstream'] & object> => ({
    'the host': {
      ...{ url: host.url, identities: [host.identity], knownHosts: host.knownHosts },
      ...{ sshConfig: '/dev/null', cancel: 'pid' },
    },
    'this machine': { url: 'local:' },
    'the original': { url: 'original:' },
  });

  const shim = (): DeckOptions['shim'] & object => [{ path: shims.socket }];

  describe.each(['the host', 'this machine', 'the original'])('by %s', (who) => {
    it.each(['auto', 'forward'] as const)('is left to others, and is not on tape: %s', async (policy) => {
      using folder = new TempFolder();
      const cassette = folder.file('x.cassette');
      await using deck = await openDeck({
        ...{ mode: 'all', cassette, tapeFailures: true, stdinForwarding: policy },
        ...{ upstream: upstreams()[who], hooks: [fault], shim: shim() },
      } as DeckOptions);
      expect((await shims.bash(line(ASKS), { input: 'typed\n' })).stdout).toBe(UNREAD);
      await deck.close();
      using file = CassetteFile.open(cassette);
      const types = [...file.events(0)].map((event) => (event.type === 'eof' ? event.stream : event.type));
      expect(types).toContain('stdout');
      expect(types).not.toContain('stdin');
    });
  });

  const passing: Record<string, DeckOptions> = {
    'for want of anything else': { miss: 'passthrough', hooks: [fault] },
    'by a hook': { hooks: [fault, { do: { passthrough: true } }] },
  };

  it.each(Object.keys(passing))(
    'by an original that is passed through %s, is left to others',
    async (why) => {
      await using _ = await openDeck({ mode: 'none', allowRun: true, shim: shim(), ...passing[why] });
      expect((await shims.bash(line(ASKS), { input: 'typed\n' })).stdout).toBe(UNREAD);
    },
  );

  it.each<[string, HookHandler]>([
    ['passes through', async (call) => call.fault({ stdin: 'unread' }).then(() => call.passThrough())],
    ['flows on', (call) => call.fault({ stdin: 'unread' })],
  ])('by an original, as code has it that %s, is left to others', async (_, handler) => {
    await using deck = await openDeck({ mode: 'none', miss: 'passthrough', shim: shim() });
    deck.hook('sh', handler, { when: 'before' });
    expect((await shims.bash(line(ASKS), { input: 'typed\n' })).stdout).toBe(UNREAD);
  });
});
