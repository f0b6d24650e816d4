import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { tools } from '../../setup/tools.mjs';
import { Releases } from '../../src/releases.ts';
import { needs } from '../support/needs.ts';
import { startSshd } from '../support/sshd.ts';
import type { SshClient } from './client.ts';
import { executableBy, type Seen, shown, taped } from './commands.ts';
import { recording, replaying, upstreamOf } from './decks.ts';
import { CLIENTS } from './matrix.ts';

const minutes = 60_000; // on a machine that has never compiled Go's crypto packages

needs('sshd', 'ssh-keygen')('what one client recorded from a host', () => {
  const recorders = CLIENTS.filter((client) => client.needs.every((tool) => tools[tool].isHere()));
  let folder: string;
  const cassetteOf = ({ name }: SshClient): string =>
    join(folder, `${name.replaceAll(/\W+/g, '-')}.cassette`);

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'matrix-'));
    const all = await Promise.allSettled(recorders.map((client) => record(client, cassetteOf(client))));
    const failed = all.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
    if (failed.length > 0) throw failed[0];
  }, 5 * minutes);
  afterAll(() => rm(folder, { recursive: true }));

  for (const player of CLIENTS) {
    needs(...player.needs)(`plays to ${player.name}`, () => {
      let seen: Map<SshClient, Seen[]>;
      beforeAll(async () => {
        seen = await play(player, recorders, cassetteOf);
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

/** From a host of its own, which is gone before anything is played. */
async function record(client: SshClient, cassette: string): Promise<void> {
  const commands = executableBy(client);
  await using host = await startSshd();
  await using deck = await recording(cassette, { upstream: upstreamOf(host) });
  const [seen = []] = await client.run([{ server: deck.server, commands }]);
  const expected = commands.map((command) => taped(command, client, client));
  expect(
    seen.map((one) => shown(one, client)),
    client.name,
  ).toEqual(expected);
  await deck.close();
}

/** What the player saw of each recorder's cassette, each at a deck of its own. */
async function play(
  player: SshClient,
  recorders: readonly SshClient[],
  cassetteOf: (recorder: SshClient) => string,
): Promise<Map<SshClient, Seen[]>> {
  await using decks = new Releases();
  const jobs = [];
  for (const recorder of recorders) {
    const { server } = decks.use(await replaying(cassetteOf(recorder)));
    jobs.push({ server, commands: executableBy(player, recorder) });
  }
  const results = await player.run(jobs);
  return new Map(
    recorders.map((recorder, i) => [recorder, (results[i] ?? []).map((one) => shown(one, player))]),
  );
}
