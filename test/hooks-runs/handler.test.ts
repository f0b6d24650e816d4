import { describe, expect, it } from 'vitest';
import type { HookHandler, HookOptions } from '../../src/hooks/handler.ts';
import { exited } from '../../src/outcome.ts';
import { TestClient } from '../support/client.ts';
import { FakeUpstream } from '../support/fake-upstream.ts';
import { TempFolder, writeCassette } from '../support/tape.ts';
import { ask, hookedDeck } from './a-deck.ts';

async function handled(
  handler: HookHandler,
  {
    asked = 'esxcli vm list',
    client,
    ...options
  }: HookOptions & { asked?: string; client?: TestClient } = {},
) {
  await using hooked = await hookedDeck();
  hooked.deck.hook('esxcli', handler, options);
  const who = await ask(hooked.deck, asked, client);
  return { client: who, answered: hooked.answered };
}

describe('a handler answers', () => {
  it('by the exit code it returns', async () => {
    const { client, answered } = await handled(() => 3);
    expect(client.order).toEqual(['eof stdout', 'eof stderr', 'outcome']);
    expect(client.outcome).toEqual(exited(3));
    expect(answered).toMatchObject([{ provenance: { from: 'hook', hook: 'hook-1' }, hooks: ['hook-1'] }]);
  });

  it('by what is said and how it ends, taken literally', async () => {
    const { client } = await handled(async () => ({
      stdout: '${x}',
      stderr: Buffer.of(0xff),
      signal: 'TERM',
    }));
    expect([client.stdout, [...client.bytes('stderr')]]).toEqual(['${x}', [0xff]]);
    expect(client.outcome).toEqual({ kind: 'signalled', name: 'TERM', core: false });
  });

  it('by an outcome of any kind', async () => {
    const { client } = await handled(() => ({ kind: 'unknown' }));
    expect(client.outcomes).toEqual([{ kind: 'unknown' }]);
  });

  it('by what it writes, awaited or not, and exits with 0 then', async () => {
    const { client } = await handled(async ({ stdout, stderr }) => {
      void stdout.write('1');
      void stderr.write('2');
      await stdout.write(Buffer.from('3'));
      await stdout.end();
    });
    expect(client.order).toEqual(['stdout', 'stderr', 'stdout', 'eof stdout', 'eof stderr', 'outcome']);
    expect([client.stdout, client.outcome]).toEqual(['13', exited(0)]);
  });

  it('by a mock, what was captured filled in', async () => {
    await using hooked = await hookedDeck();
    hooked.deck.hook({ target: 'esxcli', args: [{ pattern: '^(?<what>\\w+)$' }] }, async (call) => {
      expect(call.captures).toEqual({ what: 'vm' });
      await call.mock([{ stdout: '1 ${what}' }, { stdout: '2 ${what}', exit: 4 }]);
    });
    expect((await ask(hooked.deck, 'esxcli vm')).stdout).toBe('1 vm');
    expect((await ask(hooked.deck, 'esxcli vm')).outcome).toEqual(exited(4));
  });

  it('as a program does, talking to its client', async () => {
    const client = new TestClient();
    const conversation: HookHandler = async ({ stdin, stdout, argv, turn }) => {
      expect([argv, turn]).toEqual([['esxcli', 'vm', 'list'], 1]);
      await stdout.write('name? ');
      for await (const name of stdin.lines()) {
        await stdout.write(`hello ${name}\n`);
        break;
      }
      await stdout.write(`rest: ${await stdin.text()}`);
      return 0;
    };
    const over = handled(conversation, { client });
    await client.until(({ stdout }) => stdout === 'name? ');
    client.type('Ada\nand ');
    await client.until(({ stdout }) => stdout.endsWith('Ada\n'));
    client.type('more').eof();
    await over;
    expect(client.stdout).toBe('name? hello Ada\nrest: and more');
  });

  it('as its signals and resizes come', async () => {
    const client = new TestClient();
    const over = handled(
      (call) =>
        new Promise((resolve) => {
          call.onResize(({ columns }) => void call.stdout.write(`${columns} columns\n`));
          call.onSignal((name) => resolve({ stdout: name, exit: 130 }));
          void call.stdout.write('ready\n');
        }),
      { client },
    );
    await client.until(({ stdout }) => stdout === 'ready\n');
    client.resize({ columns: 100, rows: 2, width: 0, height: 0 });
    client.signal('INT');
    await over;
    expect([client.stdout, client.outcome]).toEqual(['ready\n100 columns\nINT', exited(130)]);
  });

  it('not by what a listener throws', async () => {
    const client = new TestClient();
    const over = handled(
      (call) => {
        call.onSignal(() => {
          throw new Error('boom');
        });
        client.signal('INT');
        return new Promise(() => undefined);
      },
      { client },
    );
    await over;
    expect(client.stderr).toMatch(/failed: boom/);
  });
});

describe('a handler lets the answer flow on', () => {
  it('where it has done nothing, to the next hook, a recording or a miss', async () => {
    await using hooked = await hookedDeck();
    const { deck } = hooked;
    let seen = 0;
    deck.hook('esxcli', () => void seen++);
    using first = deck.hook('esxcli', { mock: { stdout: 'data' } });
    expect((await ask(deck, 'esxcli')).stdout).toBe('data');
    first();
    expect((await ask(deck, 'esxcli')).outcome).toEqual(exited(125));
    expect(seen).toBe(2);
  });

  it('with what it has modified', async () => {
    using folder = new TempFolder();
    const cassettes = [
      writeCassette(folder.file('x'), [{ command: 'esxcli network list', stdout: 'networks' }]),
    ];
    await using hooked = await hookedDeck({ cassettes });
    hooked.deck.hook('esxcli', (call) => call.modify({ args: ['network', 'list'] }), { when: 'before' });
    expect((await ask(hooked.deck, 'esxcli vm list')).stdout).toBe('networks');
    expect(hooked.answered).toMatchObject([{ provenance: { from: 'cassette' }, hooks: ['hook-1'] }]);
  });

  it('with the stdin and signals that it has drawn given back', async () => {
    const upstream = new FakeUpstream(() => async (stdio) => {
      let typed = '';
      for await (const event of stdio.stdin)
        if (event.type === 'stdin') typed += Buffer.from(event.bytes).toString();
      await stdio.send({ type: 'stdout', bytes: Buffer.from(typed) });
      await stdio.send({ type: 'outcome', outcome: exited(0) });
      return { outcome: exited(0), notes: [] };
    });
    await using hooked = await hookedDeck({ upstream });
    let seen: string | undefined;
    hooked.deck.hook(
      {},
      async ({ stdin }) => {
        for await (const line of stdin.lines()) {
          seen = line;
          break;
        }
      },
      { when: 'before' },
    );
    const client = await ask(hooked.deck, 'cat', new TestClient().type('one\ntwo\n').type('three').eof());
    expect([seen, client.stdout]).toEqual(['one', 'one\ntwo\nthree']);
  });
});

describe('a handler observes', () => {
  it('what an upstream says to it alone, and answers with what it makes of that', async () => {
    const upstream = new FakeUpstream((command) => ({ stdout: `${command}: Up`, outcome: exited(3) }));
    await using hooked = await hookedDeck({ upstream });
    hooked.deck.hook(
      'esxcli',
      async (call) => {
        const observed = await call.observe();
        return { ...observed, stdout: observed.stdout.toString().replace('Up', 'Down') };
      },
      { when: 'before' },
    );
    const client = await ask(hooked.deck, 'esxcli nic');
    expect([client.stdout, client.outcome]).toEqual(['esxcli nic: Down', exited(3)]);
    expect(upstream.executed).toEqual(['esxcli nic']);
  });

  it('piece by piece, and something else than was asked', async () => {
    await using hooked = await hookedDeck({ upstream: { url: 'local:' } });
    hooked.deck.hook(
      'esxcli',
      async (call) => {
        const kinds: string[] = [];
        await call.observe({
          modify: { target: 'cat', args: [] },
          stdin: Buffer.from('typed'),
          onOutput: async (event) => {
            kinds.push(event.type);
            if (event.type === 'stdout') await call.stdio.send(event);
          },
        });
        return { stderr: kinds.join(' ') };
      },
      { when: 'before' },
    );
    const client = await ask(hooked.deck, 'esxcli nic');
    expect([client.stdout, client.stderr]).toEqual(['typed', 'stdout eof eof outcome']);
  });

  it('no more than 16 MiB at once', async () => {
    await using hooked = await hookedDeck({ upstream: { url: 'local:' } });
    hooked.deck.hook(
      'esxcli',
      async (call) => call.observe({ modify: { target: 'head', args: ['-c', '17000000', '/dev/zero'] } }),
      { when: 'before' },
    );
    expect((await ask(hooked.deck, 'esxcli nic')).stderr).toMatch(
      /hook "hook-1": more than 16 MiB were said/,
    );
  });

  it('nothing where nothing could be executed', async () => {
    const { client } = await handled((call) => call.observe());
    expect(client.stderr).toMatch(/nothing can be observed: the deck has no upstream.*\n/);
    expect((await handled((call) => call.passThrough())).client.stderr).toMatch(
      /nothing can be passed through/,
    );
  });
});

describe('a handler of an answer that is there', () => {
  const recorded = async (handler: HookHandler) => {
    using folder = new TempFolder();
    const cassettes = [writeCassette(folder.file('x'), [{ command: 'esxcli nic', stdout: 'Up', code: 3 }])];
    await using hooked = await hookedDeck({ cassettes });
    hooked.deck.hook('esxcli', handler, { when: 'after', limit: '200ms' });
    const client = await ask(hooked.deck, 'esxcli nic');
    return { client, answered: hooked.answered };
  };

  it('rewrites it, outcome and all', async () => {
    const { client, answered } = await recorded(async (call) => {
      const was = await call.answer();
      return { ...was, stdout: `${was.stdout.toString()}-Down`, exit: 0 };
    });
    expect([client.stdout, client.outcomes]).toEqual(['Up-Down', [exited(0)]]);
    expect(answered).toMatchObject([{ provenance: { from: 'cassette' }, hooks: ['hook-1'] }]);
  });

  it('keeps the outcome where it names none, and takes another answer altogether', async () => {
    const { client } = await recorded(() => ({ stderr: 'instead' }));
    expect([client.stdout, client.stderr, client.outcomes]).toEqual(['', 'instead', [exited(3)]]);
    const mocked = await recorded((call) => call.mock({ stdout: 'mocked' }));
    expect([mocked.client.stdout, mocked.client.outcomes]).toEqual(['mocked', [exited(0)]]);
  });

  it('lets it pass as it flows, or as it was when it only looked', async () => {
    expect((await recorded(() => undefined)).client).toMatchObject({ stdout: 'Up', outcome: exited(3) });
    const looked = await recorded(async (call) => void (await call.answer()));
    expect(looked.client).toMatchObject({ stdout: 'Up', outcomes: [exited(3)] });
  });

  it('shapes it piece by piece', async () => {
    const shaped = await recorded(async (call) => {
      await call.answer({
        onOutput: async (event) => {
          if (event.type === 'stdout')
            await call.stdout.write(Buffer.from(event.bytes).toString().toLowerCase());
        },
      });
    });
    expect([shaped.client.stdout, shaped.client.outcomes]).toEqual(['up', [exited(3)]]);
  });

  it('fails as any other: with 125 and a reason', async () => {
    const thrown = await recorded(async (call) => {
      await call.answer();
      throw new Error('boom');
    });
    expect(thrown.client).toMatchObject({
      stderr: expect.stringMatching(/failed: boom/),
      outcomes: [exited(125)],
    });
    const late = await recorded(() => new Promise(() => undefined));
    expect(late.client.stderr).toMatch(/neither answered nor ended in 0.2 s/);
    const wrong = await recorded((call) => call.modify({ args: [] }));
    expect(wrong.client.stderr).toMatch(/modify comes too late: an answer is there/);
    const reads = await recorded(async (call) => void (await call.stdin.text()));
    expect(reads.client.stderr).toMatch(/stdin is read by whoever answers/);
    const inCallback = await recorded(async (call) => {
      await call.answer({ onOutput: () => Promise.reject(new Error('in it')) });
    });
    expect(inCallback.client.stderr).toMatch(/in it/);
  });
});

describe('a handler that fails', () => {
  it.each<[string, HookHandler, RegExp]>([
    [
      'throws',
      () => {
        throw new Error('boom');
      },
      /^tapehead: hook "hook-1" failed: boom\ntry: see to its handler/,
    ],
    ['rejects', () => Promise.reject(new Error('boom')), /hook "hook-1" failed: boom/],
    [
      'never returns',
      () => new Promise(() => undefined),
      /hook "hook-1": it has neither answered nor ended in 0.05 s/,
    ],
  ])('as it %s: the client gets 125 and the reason', async (_, handler, reason) => {
    const { client, answered } = await handled(handler, { limit: '50ms' });
    expect([client.stderr, client.outcome]).toEqual([expect.stringMatching(reason), exited(125)]);
    expect(answered).toMatchObject([{ provenance: { from: 'trouble', code: 'HOOK_FAILED' } }]);
  });

  it('has what it wrote before the reason', async () => {
    const { client } = await handled(({ stdout }) => {
      void stdout.write('half');
      throw new Error('boom');
    });
    expect([client.stdout, client.order]).toEqual([
      'half',
      ['stdout', 'stderr', 'eof stdout', 'eof stderr', 'outcome'],
    ]);
  });

  it('is told so when it writes after the outcome; the client has its answer', async () => {
    let late: Promise<void> | undefined;
    const { client } = await handled((call) => {
      call.signal.addEventListener('abort', () => {
        late = call.stdout.write('late');
      });
      return 0;
    });
    await expect(late).rejects.toMatchObject({
      code: 'HOOK_FAILED',
      message: 'stdout was written when the answer was over',
    });
    expect([client.stdout, client.outcome]).toEqual(['', exited(0)]);
  });

  it('is told so within its call, and fails', async () => {
    const { client, answered } = await handled(async (call) => {
      await call.mock({ stdout: 'x' });
      await call.stdout.write('late');
    });
    expect([client.stdout, client.stderr, client.outcomes]).toEqual(['x', '', [exited(0)]]);
    expect(answered).toMatchObject([{ provenance: { from: 'hook', trouble: { code: 'HOOK_FAILED' } } }]);
  });

  it('answers once', async () => {
    const { answered } = await handled(async (call) => {
      await call.mock({});
      return 3;
    });
    expect(answered).toMatchObject([
      { outcome: exited(0), provenance: { trouble: { reason: 'hook "hook-1": it has answered twice' } } },
    ]);
  });

  it('is let go when its client is gone, and told so', async () => {
    const client = new TestClient();
    let told: Promise<unknown> | undefined;
    const over = handled(
      (call) => {
        told = new Promise((resolve) => call.signal.addEventListener('abort', resolve));
        client.leave();
        return new Promise(() => undefined);
      },
      { client },
    );
    expect((await over).answered).toMatchObject([{ outcome: undefined }]);
    await told;
  });
});

describe('deck.hook', () => {
  it('returns its release, which is disposable', async () => {
    await using hooked = await hookedDeck();
    const { deck } = hooked;
    {
      using _ = deck.hook('esxcli', () => 3, { name: 'mine' });
      expect((await ask(deck, 'esxcli')).outcome).toEqual(exited(3));
      expect(() => deck.hook('esxcli', () => 3, { name: 'mine' })).toThrow(/already/);
    }
    expect((await ask(deck, 'esxcli')).outcome).toEqual(exited(125));
  });

  it('takes hooks that are data, which may run programs as code may', async () => {
    await using hooked = await hookedDeck();
    hooked.deck.hook('esxcli', { run: { argv: ['echo', '${x}', 'run'] } });
    expect((await ask(hooked.deck, 'esxcli')).stdout).toBe(' run\n');
  });

  it('goes by turns and states as hooks of a manifest do', async () => {
    await using hooked = await hookedDeck();
    hooked.deck.hook('esxcli', () => 1, { times: 1, state: { of: 'vm', sets: 'on' } });
    hooked.deck.hook('esxcli', () => 2, { state: { of: 'vm', needs: 'on' } });
    expect((await ask(hooked.deck, 'esxcli')).outcome).toEqual(exited(1));
    expect((await ask(hooked.deck, 'esxcli')).outcome).toEqual(exited(2));
  });

  it('refuses code, programs and originals where a door is open to all', async () => {
    await using hooked = await hookedDeck({ ssh: [{ auth: { kind: 'none' } }], allowRun: true });
    const unsafe = expect.objectContaining({ code: 'DOOR_UNSAFE' });
    expect(() => hooked.deck.hook('x', () => 0)).toThrow(unsafe);
    expect(() => hooked.deck.hook('x', { run: { argv: ['true'] } })).toThrow(unsafe);
    expect(() => hooked.deck.hook('x', { passthrough: true })).toThrow(unsafe);
    hooked.deck.hook('x', { mock: {} });
    const open = { ssh: [{ auth: { kind: 'none' } }] } as const;
    await expect(
      hookedDeck({ ...open, allowRun: true, hooks: [{ do: { passthrough: true } }] }),
    ).rejects.toThrow(unsafe);
    await expect(hookedDeck({ ...open, miss: 'passthrough' })).rejects.toThrow(unsafe);
  });
});
