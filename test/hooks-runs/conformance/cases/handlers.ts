import type { HookCall } from '../../../../src/hooks/handler.ts';
import { type Case, code } from '../case.ts';
import { SAYS, SPEAKS, SPEAKS_DIFFERENTLY } from '../programs.ts';

/** What a handler can do by calling something. */
type Verb = {
  [K in keyof HookCall]: HookCall[K] extends (...args: never[]) => unknown ? K : never;
}[keyof HookCall];

const NO_ORIGINAL = 'Behind a client of SSH stands no original.';

/** A case for each, or this does not compile. */
const VERBS: Readonly<Record<Verb, readonly Case[]>> = {
  mock: [
    code('mock', (call) => call.mock([{ stdout: 'mocked', exit: 3 }]), {
      sees: { stdout: 'mocked', stderr: '', end: 'exited 3', from: 'hook' },
    }),
  ],
  passThrough: [
    code('passThrough', (call) => call.passThrough(), {
      sees: { from: 'passthrough' },
      limits: [
        {
          ...{ doors: ['ssh'], reason: NO_ORIGINAL },
          sees: {
            stdout: '',
            stderr:
              'tapehead: hook "code: passThrough": nothing can be passed through: no original stands behind a client of door ssh\n' +
              'try: let the hook match `door: shim` only\n',
            ...{ end: 'exited 125', from: 'trouble' },
          },
        },
      ],
    }),
  ],
  modify: [
    code('modify', (call) => call.modify({ args: ['-c', SPEAKS_DIFFERENTLY.argv[2] ?? ''] }), {
      sees: SPEAKS_DIFFERENTLY,
    }),
  ],
  fault: [
    code('fault', (call) => call.fault([{ truncate: { stream: 'stdout', after: 4 } }, { exit: 3 }]), {
      sees: { stdout: 'Name', end: 'exited 3' },
    }),
    code('fault that answers', (call) => call.fault({ refuse: 'execution' }), {
      sees: { stdout: '', stderr: '', end: 'the execution was refused', from: 'fault' },
    }),
  ],
  observe: [
    code(
      'observe',
      async (call) => {
        const seen = await call.observe();
        return { ...seen, stdout: seen.stdout.toString('latin1').toUpperCase() };
      },
      {
        asks: SPEAKS,
        sees: { stdout: SPEAKS.stdout.toUpperCase(), from: 'hook' },
        limits: [
          {
            ...{ doors: ['ssh'], answers: ['replayed', 'hooked'] },
            reason: `${NO_ORIGINAL} Nor has the deck an upstream.`,
            sees: {
              stdout: '',
              stderr:
                'tapehead: hook "code: observe": nothing can be observed: the deck has no upstream, and no original ' +
                'stands behind a client of door ssh\n' +
                'try: let the hook match `door: shim` only, or give the deck an upstream\n',
              ...{ end: 'exited 125', from: 'trouble' },
            },
          },
        ],
      },
    ),
  ],
  answer: [
    code(
      'answer',
      async (call) => {
        const was = await call.answer();
        return { ...was, stdout: was.stdout.toString('latin1').toUpperCase(), exit: (was.exit ?? 0) + 1 };
      },
      { when: ['after'], asks: SPEAKS, sees: { stdout: SPEAKS.stdout.toUpperCase(), end: 'exited 1' } },
    ),
  ],
  onSignal: [
    code(
      'onSignal',
      async (call) => {
        const signalled = new Promise<string>((resolve) => {
          call.onSignal(resolve);
          call.signal.addEventListener('abort', () => resolve('gone'));
        });
        await call.stdout.write('ready\n');
        return { stdout: `${await signalled} was sent\n`, exit: 3 };
      },
      {
        killed: 'ready\n'.length,
        sees: { stdout: 'ready\nTERM was sent\n', stderr: '', end: 'exited 3', from: 'hook' },
        limits: [
          {
            doors: ['ssh'],
            reason: 'OpenSSH sends no signals: killed, it leaves.',
            sees: { stdout: 'ready\n', stderr: '', from: 'hook' },
          },
        ],
      },
    ),
  ],
  onResize: [
    code(
      'onResize',
      (call) => {
        call.onResize(() => undefined)();
        return 3;
      },
      { sees: { stdout: '', stderr: '', end: 'exited 3', from: 'hook' } },
    ),
  ],
};

const ANSWERS: readonly Case[] = [
  code(
    'talks to stdin, stdout and stderr',
    async ({ stdin, stdout, stderr }) => {
      for await (const line of stdin.lines()) await stdout.write(`<${line}>`);
      await stderr.write('err\n');
      return 9;
    },
    { typed: 'a\nb', sees: { stdout: '<a><b>', stderr: 'err\n', end: 'exited 9', from: 'hook' } },
  ),
  code('returns an outcome', () => ({ kind: 'signalled', name: 'TERM', core: false }), {
    sees: { stdout: '', stderr: '', end: 'signalled TERM', from: 'hook' },
  }),
  code('returns nothing', () => undefined, { when: ['before', 'after'], asks: SAYS }),
  code('throws', () => Promise.reject(new Error('boom')), {
    sees: {
      stdout: '',
      stderr: 'tapehead: hook "code: throws" failed: boom\ntry: see to its handler\n',
      ...{ end: 'exited 125', from: 'trouble' },
    },
  }),
];

export const HANDLERS: readonly Case[] = [...Object.values(VERBS).flat(), ...ANSWERS];
