import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { callJson } from '../../src/call-json.ts';
import { openLog } from '../../src/cli/log.ts';
import { run } from '../../src/cli/program.ts';
import { reportJson } from '../../src/cli/report-json.ts';
import { summary } from '../../src/cli/summary.ts';
import { openTerminal } from '../../src/cli/terminal.ts';
import type { DeckOptions } from '../../src/deck-options.ts';
import { openDeck } from '../../src/deck.ts';
import type { Invocation } from '../../src/invocation.ts';
import { exited } from '../../src/outcome.ts';
import type { Deck } from '../../src/running-deck.ts';
import type { Stdio } from '../../src/stdio.ts';
import type { Executed } from '../../src/upstreams/upstream.ts';
import { FakeProcess } from '../cli/fake-process.ts';
import { send } from '../control/client.ts';
import { invocation, TestClient } from '../support/client.ts';
import { FakeUpstream } from '../support/fake-upstream.ts';
import { TempFolder } from '../support/tape.ts';
import { type Case, cases, piecesOf } from './planted.ts';

const PLAIN = 'PLAIN';

function asked({ where, text: said, words }: Case, i: number): Invocation {
  if (where === 'argv') return invocation([...words, String(i)]);
  if (where === 'command') return invocation(`${said} ${i}`);
  if (where !== 'env') return invocation(`tool ${i}`);
  const [, name = PLAIN, value = said] = /^([A-Z_]+)=(.*)$/.exec(said) ?? [];
  return invocation(`tool ${i}`, { env: { [name]: value } });
}

function clientOf({ where, text: said, others: [stdin], secrets: [secret = ''], cut }: Case): TestClient {
  const client = new TestClient();
  if (where === 'streams') typeCut(client, `${stdin}\n`, cut);
  if (where === 'typed') typeCut(client, `${secret}\n`, Math.max(0, cut - said.length));
  return client.eof();
}

function typeCut(client: TestClient, typed: string, cut: number): void {
  for (const chunk of [typed.slice(0, cut), typed.slice(cut)]) if (chunk !== '') client.type(chunk);
}

/** Says what the case has it say, in chunks; `between` is called when the first are on their way to the tape. */
const program =
  ({ where, text: said, others: [, stderr], cut }: Case, between: () => void) =>
  async (stdio: Stdio): Promise<Executed> => {
    const isStreams = where === 'streams';
    const outputs = {
      stdout: isStreams ? `${said}\n` : where === 'typed' ? said : 'done\n',
      stderr: isStreams ? `${stderr}\n` : '',
    };
    for (const [start, end] of [[0, cut], [cut]]) {
      for (const type of ['stdout', 'stderr'] as const)
        await stdio.send({ type, bytes: Buffer.from(outputs[type].slice(start, end)) });
      if (start === 0) between();
    }
    for await (const event of stdio.stdin) if (event.type === 'eof') break;
    await stdio.send({ type: 'eof', stream: 'stdout' });
    await stdio.send({ type: 'eof', stream: 'stderr' });
    await stdio.send({ type: 'outcome', outcome: exited(0) });
    return { outcome: exited(0), notes: [] };
  };

/** Has a deck answer all cases, and gives what anybody else may see of it; clients of a host see secrets. */
async function seen(all: readonly Case[], folder: TempFolder, options: DeckOptions) {
  const process = new FakeProcess({ isTTY: true });
  const file = folder.file(`${options.mode ?? ''}.log`);
  const texts: string[] = [];
  let report;
  {
    using log = openLog(file, true, openTerminal(process));
    await using deck = await openDeck({
      ...options,
      control: { port: 0 },
      calls: { most: all.length, streams: true },
      forwardEnv: [PLAIN, 'GOVC_PASSWORD', 'API_TOKEN'],
      ...(log && { log }),
    });
    for (const [i, one] of all.entries()) {
      const client = clientOf(one);
      await deck.answer(asked(one, i), client);
      if (options.mode === 'none') texts.push(client.stdout, client.stderr);
    }
    texts.push(await overControl(deck), JSON.stringify(deck.calls().map((call) => callJson(call))));
    report = await deck.close();
  }
  texts.push(reportJson(report, 0), summary(report, { requireAllPlayed: true }));
  texts.push(readFileSync(file, 'latin1'), process.said, Buffer.concat(process.out).toString());
  return { report, texts };
}

async function overControl(deck: Deck): Promise<string> {
  const { control } = deck.ready;
  if (!control) throw new Error('the deck has no control API');
  let all = '';
  for (let since = 0, isMore = true; isMore;) {
    const body = await text(await send(control, 'GET', `/v1/calls?since=${since}`));
    all += body;
    const { calls, last } = JSON.parse(body) as { calls: unknown[]; last: number };
    isMore = calls.length > 0 && last > since;
    since = last;
  }
  return all;
}

/** What was appended to a file since the last look. */
function lookingAt(path: string): { look: () => void; seen: Buffer[] } {
  const pieces: Buffer[] = [];
  let end = 0;
  return {
    seen: pieces,
    look() {
      const fd = openSync(path, 'r');
      const bytes = Buffer.alloc(256 * 1024);
      const read = readSync(fd, bytes, 0, bytes.length, end);
      closeSync(fd);
      pieces.push(bytes.subarray(0, read));
      end += read;
    },
  };
}

async function printed(...args: string[]): Promise<string> {
  const process = new FakeProcess();
  expect(await run(args, process), process.said).toBe(0);
  return Buffer.concat(process.out).toString('latin1') + process.said;
}

/** Cases of which a piece is in what was seen, with what is around it. */
function leaked(all: readonly Case[], texts: readonly string[]): string[] {
  const pieces = new Map<string, { piece: string; of: Case }>();
  for (const one of all)
    for (const piece of one.secrets.flatMap(piecesOf)) pieces.set(piece.slice(0, 6), { piece, of: one });
  return texts.flatMap((seenThere, i) => {
    const found: string[] = [];
    for (let at = 0; at < seenThere.length; at++) {
      const known = pieces.get(seenThere.slice(at, at + 6));
      if (!known || !seenThere.startsWith(known.piece, at)) continue;
      const { class: secretClass, where, text: said, cut } = known.of;
      found.push(`text ${i}: ${secretClass} in ${where}, cut at ${cut}: ${said.slice(0, 80)}`);
    }
    return found;
  });
}

it('planted secrets of every kind, split across chunks in every position, are in no file, log or screen', async () => {
  using folder = new TempFolder();
  const cassette = folder.file('a.cassette');
  const [all, others] = [cases(), cases(1_000_000)];
  const journal = lookingAt(`${cassette}.journal`);
  const upstream = new FakeUpstream((_, nth) => program(all[nth - 1] as Case, journal.look));
  const recorded = await seen(all, folder, { mode: 'all', cassette, upstream });
  expect(recorded.report).toMatchObject({ recorded: all.length, counts: { troubles: 0, failures: 0 } });
  const tape = [
    Buffer.concat(journal.seen).toString('latin1'),
    readFileSync(cassette, 'latin1'),
    await printed('show', cassette),
    await printed('show', '--json', cassette),
    await printed('stats', cassette),
  ];
  expect(leaked(all, [...recorded.texts, ...tape])).toEqual([]);

  const same = await seen(all, folder, { mode: 'none', cassettes: [cassette] });
  const other = await seen(others, folder, { mode: 'none', cassettes: [cassette] });
  for (const { report } of [same, other])
    expect(report).toMatchObject({ plays: all.length, counts: { misses: 0, troubles: 0 }, unplayed: [] });
  expect(leaked([...all, ...others], [...same.texts, ...other.texts])).toEqual([]);
}, 120_000);
