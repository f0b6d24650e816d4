import { describe, expect, it } from 'vitest';
import { exited } from '../../src/outcome.ts';
import { needs } from '../support/needs.ts';
import type { Asking } from './client.ts';
import { openssh } from './clients/openssh.ts';
import { ssh2Client } from './clients/ssh2.ts';
import { compare } from './compare.ts';
import { bytesOf, outcomeOf } from './observation.ts';
import { closeStdin, exits, program, row, type Row, send, type Step, stdout } from './row.ts';
import { replay } from './runs.ts';
import { tapesForSuite } from './tapes.ts';

const KINDS = ['open', 'null', 'closed'] as const satisfies readonly Asking['stdin'][];
const SAYS = [stdout('one on stdout\ntwo on stdout\n'), ...exits(0)];

/** Taped with one kind of stdin, and played to another. */
const withStdin = (stdin: Asking['stdin'], name: string): Row =>
  row(name, { command: program('writes-to-stdout'), stdin, sees: SAYS });

const counts = (steps: readonly Step[]): Row =>
  row('counted', {
    command: program('answers-after-eof'),
    steps,
    sees: [stdout('12 bytes, and no more\n'), ...exits(0)],
  });

needs(
  'sshd',
  'ssh',
  'ssh-keygen',
)('EOF of stdin', () => {
  const tapes = tapesForSuite();

  describe.each([ssh2Client, openssh].map((client) => [client.name, client] as const))(
    'of %s',
    (_name, client) => {
      it.each(KINDS.flatMap((taped) => KINDS.map((played) => [taped, played] as const)))(
        'taped %s and played %s, makes no difference where nothing was typed',
        async (taped, played) => {
          const tape = await tapes.of(withStdin(taped, `taped ${taped}`), client);
          const [seen] = await replay(withStdin(played, `taped ${taped}`), client, tape);
          expect(compare(client.sees(SAYS), seen ?? [], 'streams')).toEqual([]);
        },
      );

      it('has to come where something was typed before it', async () => {
        const tape = await tapes.of(counts([send('twelve bytes'), closeStdin]), client);
        const [seen = []] = await replay(counts([send('twelve bytes')]), client, tape, { stdinTimeout: 200 });
        expect(bytesOf(seen, 'stdout').toString()).toBe('');
        expect(bytesOf(seen, 'stderr').toString()).toMatch(/^tapehead: .*did not come in 0\.2 s/);
        expect(outcomeOf(seen)).toEqual(exited(125));
      });

      it('ends the wait for what was typed after it on the tape', async () => {
        const tape = await tapes.of(counts([send('twelve bytes'), closeStdin]), client);
        const [seen = []] = await replay(counts([send('twelve'), closeStdin]), client, tape);
        expect(bytesOf(seen, 'stderr').toString()).toMatch(/^tapehead: .*byte 6/);
        expect(outcomeOf(seen)).toEqual(exited(125));
      });
    },
  );
});
