import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { tools } from '../../setup/tools.mjs';
import { needs } from '../support/needs.ts';
import { startSshd } from '../support/sshd.ts';
import type { SshClient } from './client.ts';
import { executableBy, shown, taped } from './commands.ts';
import { recording, replaying } from './decks.ts';
import { CLIENTS } from './matrix.ts';

const minutes = 60_000; // on a machine that has never compiled Go's crypto packages

const isHere = (client: SshClient): boolean => client.needs.every((tool) => tools[tool].isHere());

needs('sshd', 'ssh-keygen')('what one client recorded from a host', () => {
  const here = CLIENTS.filter(isHere);
  let folder: string;
  const cassetteOf = ({ name }: SshClient): string =>
    join(folder, `${name.replaceAll(/\W+/g, '-')}.cassette`);

  // Each from a host of its own, which is gone before anything is played.
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'matrix-'));
    await Promise.all(
      here.map(async (client) => {
        const commands = executableBy(client);
        await using host = await startSshd();
        await using deck = await recording(cassetteOf(client), host);
        const [seen = []] = await client.run([{ server: deck.server, commands }]);
        expect(
          seen.map((it) => shown(it, client)),
          client.name,
        ).toEqual(commands.map((command) => taped(command, client, client)));
        await deck.close();
      }),
    );
  }, 5 * minutes);
  afterAll(() => rm(folder, { recursive: true }));

  for (const player of CLIENTS) {
    needs(...player.needs)(`plays to ${player.name}`, () => {
      let seen: Map<SshClient, unknown>;
      beforeAll(async () => {
        const decks = await Promise.all(here.map((recorder) => replaying(cassetteOf(recorder))));
        try {
          const jobs = decks.map(({ server }, i) => ({ server, commands: executableBy(player, here[i]!) }));
          const results = await player.run(jobs);
          seen = new Map(results.map((job, i) => [here[i]!, job.map((it) => shown(it, player))]));
        } finally {
          for (const deck of decks) await deck[Symbol.asyncDispose]();
        }
      }, 5 * minutes);

      for (const recorder of CLIENTS) {
        needs(...recorder.needs)(`when recorded by ${recorder.name}`, () => {
          it('the same output and exit status, without the host', () => {
            const expected = executableBy(player, recorder).map((command) =>
              taped(command, recorder, player),
            );
            expect(seen.get(recorder)).toEqual(expected);
          });
        });
      }
    });
  }
});
