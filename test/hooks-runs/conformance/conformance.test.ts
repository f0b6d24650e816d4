import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDeck } from '../../../src/deck.ts';
import { action } from '../../../src/manifest/schema/actions.ts';
import { Releases } from '../../../src/releases.ts';
import type { Deck } from '../../../src/running-deck.ts';
import { needs } from '../../support/needs.ts';
import { Shims } from '../../support/shims.ts';
import { type Sshd, startSshd } from '../../support/sshd.ts';
import { TempFolder } from '../../support/tape.ts';
import { type AnswerKind, ANSWERS, isAnsweredAt, tapeIn } from './answers.ts';
import type { Case } from './case.ts';
import { ACTIONS } from './cases/actions.ts';
import { FAULTS } from './cases/faults.ts';
import { HANDLERS } from './cases/handlers.ts';
import { type Cell, expected, isLimited, register, run, writeManifest } from './cell.ts';
import { saidIn, sayable } from './coverage.ts';
import { type Door, type DoorName, shimDoor, sshDoor } from './doors.ts';
import { SAYS } from './programs.ts';
import { SkippingClock } from './skipping-clock.ts';
import { spoiltIn } from './tape.ts';

const CASES: readonly Case[] = [...ACTIONS, ...FAULTS, ...HANDLERS];
const KINDS = Object.keys(ANSWERS) as AnswerKind[];
const DOORS: readonly DoorName[] = ['ssh', 'shim'];

describe('the table', () => {
  it('has a case for all that an action or a fault can say', () => {
    const said = CASES.flatMap(({ hook }) =>
      'do' in hook ? [hook.do].flat().flatMap((one) => saidIn(action, one)) : [],
    );
    expect(sayable(action).filter((one) => !said.includes(one))).toEqual([]);
  });
});

needs(
  'ssh',
  'sshd',
  'ssh-keygen',
  'gcc',
)('hooks', () => {
  let host: Sshd;
  const counts = { identical: 0, limited: 0 };

  beforeAll(async () => void (host = await startSshd()));
  afterAll(async () => {
    await host.stop();
    console.log(`hooks: ${counts.identical} identical, ${counts.limited} limited`);
  });

  describe.each(KINDS)('on answers that are %s', (kind) => {
    const clock = new SkippingClock();
    const releases = new Releases();
    let folder: string;
    let deck: Deck;
    let doors: Record<DoorName, Door>;

    beforeAll(async () => {
      folder = releases.use(new TempFolder()).path;
      const shims = releases.use(new Shims()).link('sh');
      const options = await ANSWERS[kind].options({ host, folder });
      const manifests = [writeManifest(CASES, folder)];
      const own = { manifests, allowRun: true, ssh: [{}], shim: [{ path: shims.socket }] };
      deck = releases.use(await openDeck({ ...options, ...own }, clock));
      register(CASES, deck);
      doors = { ssh: releases.use(await sshDoor(deck)), shim: shimDoor(shims) };
    });
    afterAll(async () => {
      await using _ = releases;
      await deck.close();
      if (ANSWERS[kind].from !== 'upstream') return;
      const spoilt = spoiltIn(tapeIn(folder));
      if (spoilt.length > 0) throw new Error(`hooks are on the tape: ${JSON.stringify(spoilt)}`);
    });

    describe.each(DOORS.filter((door) => isAnsweredAt(door, kind)))('%s sees', (door) => {
      it.each(CASES.map((of) => [of.name, of] as const))('%s', async (_, of) => {
        for (const when of of.when) {
          const cell: Cell = { of, when, door, answers: kind };
          const seen = await clock.skipping(of.waits > 0, () => run(cell, deck, doors[door]));
          expect({ when, seen }).toEqual({ when, seen: expected(cell, doors[door]) });
          expect(clock.skipped()).toBe(of.waits);
          counts[isLimited(cell, doors[door]) ? 'limited' : 'identical']++;
        }
      });
    });

    it.each(DOORS.filter((door) => !isAnsweredAt(door, kind)))('%s is not answered by such', async (door) => {
      const asking = { argv: SAYS.argv, origin: 'nobody', typed: '', kill: undefined };
      const { stdout, end } = await doors[door].ask(asking);
      expect([stdout, ['exited 125', 'the execution was refused']]).toEqual([
        '',
        expect.arrayContaining([end]),
      ]);
      counts.limited++;
    });
  });
});
