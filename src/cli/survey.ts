import { askAll } from '../../recorder/survey/help/ask-all.ts';
import { type Help, HELP } from '../../recorder/survey/help/ask-help.ts';
import { withEvidence } from '../../recorder/survey/help/evidence.ts';
import { type HelpChoice, type HelpPlan, planHelp } from '../../recorder/survey/help/plan.ts';
import { SaidUpstream } from '../../recorder/survey/help/said-upstream.ts';
import { bringContent, type ContentOptions, type WithContent } from '../../recorder/survey/content.ts';
import { listFiles, type Listed, type ListOptions } from '../../recorder/survey/list.ts';
import type { DeckUpstream } from '../deck-options.ts';
import { openDeck } from '../deck.ts';
import { TapeheadError } from '../errors.ts';
import { listingText } from '../listing/write.ts';
import { Releases } from '../releases.ts';
import type { Report } from '../report.ts';
import type { Deck } from '../running-deck.ts';
import { openUpstream } from '../upstreams/open.ts';
import type { Upstream } from '../upstreams/upstream.ts';
import { gathered, WholeFile } from '../whole-file.ts';
import { countingStdio } from './counting-stdio.ts';
import { catchEndSignals } from './end-signals.ts';
import { ENDED_WELL, exitCodeOfRun } from './exit-code.ts';
import { signalCode } from './run-command.ts';
import { contentLines, helpLines, helpPlanText, listedLines } from './survey-text.ts';
import { summary } from './summary.ts';
import type { Terminal } from './terminal.ts';

/** One run of `tapehead survey`. */
export interface SurveyRun {
  upstream: DeckUpstream;
  list: Omit<ListOptions, 'stop' | 'onProgress'>;
  /** `-` and undefined: stdout. */
  out: string | undefined;
  content: Omit<ContentOptions, 'stop'> | undefined;
  help: HelpRun | undefined;
}

interface HelpRun extends HelpChoice {
  cassette: string;
  /** ms */
  timeout: number;
  /** Only tells what would be run. */
  dryRun: boolean;
}

/** Something could not be read; the rest is there. As verify has it. */
const NOT_ALL = 3;

/**
 * Surveys a host, and writes what it has found when all of it was found.
 *
 * @returns the exit code
 * @throws TapeheadError SURVEY_FAILED, USAGE, BAD_PATTERN, and what opening an upstream and a cassette throws: nothing was
 *   written then
 */
export async function surveyHost(run: SurveyRun, terminal: Terminal): Promise<number> {
  const ending = new AbortController();
  let ended: NodeJS.Signals | undefined;
  using signals = catchEndSignals(terminal.process);
  using _ = signals.handTo((signal) => {
    ended = signal;
    ending.abort();
  });
  try {
    return await survey(run, terminal, ending.signal);
  } catch (error) {
    if (ended === undefined) throw error;
    terminal.say('tapehead: interrupted, nothing was written');
    return signalCode(ended);
  }
}

async function survey(run: SurveyRun, terminal: Terminal, stop: AbortSignal): Promise<number> {
  const { content, help } = run;
  const taping = help && !help.dryRun ? help : undefined;
  await using releases = new Releases();
  const out =
    help?.dryRun || !run.out || run.out === '-'
      ? undefined
      : releases.use(await WholeFile.open(run.out, unwritable));
  const upstream = await opened(run.upstream, releases);
  const said = new SaidUpstream(upstream);
  const deck =
    taping && releases.use(await openDeck({ mode: 'all', cassette: taping.cassette, upstream: said }));

  const listed = await listFiles(upstream, {
    ...run.list,
    stop,
    onProgress: (count) => terminal.progress(`${count} entries`),
  });
  for (const line of listedLines(listed)) terminal.say(line);
  const plan = help && (await withEvidence(planHelp(listed.entries, help), upstream, stop));
  if (plan && help.dryRun) {
    await terminal.data(helpPlanText(plan));
    return exitCode(listed);
  }

  const brought = content && (await bringContent(upstream, listed.entries, { ...content, stop }));
  for (const line of brought ? contentLines(brought) : []) terminal.say(line);
  const helps = plan && taping ? await gather(upstream, plan, taping.timeout, terminal, stop) : [];
  stop.throwIfAborted();

  const report = deck && (await tape(deck, said, helps));
  if (report && plan) {
    for (const line of helpLines(plan, helps)) terminal.say(line);
    terminal.say(summary(report));
  }
  const text = listingText((brought ?? listed).entries);
  if (out) await out.write(text);
  else for (const piece of gathered(text)) await terminal.data(piece);
  if (out) terminal.say(`tapehead: wrote ${run.out ?? ''}: ${listed.entries.length} entries`);
  const taped = report ? exitCodeOfRun(0, { report, cut: false }, false) : ENDED_WELL;
  return taped === ENDED_WELL ? exitCode(listed, brought) : taped;
}

const exitCode = (listed: Listed, brought?: WithContent): number =>
  listed.unread.length + (brought?.unread.length ?? 0) > 0 ? NOT_ALL : ENDED_WELL;

async function opened(upstream: DeckUpstream, releases: Releases): Promise<Upstream> {
  if ('execute' in upstream) return upstream;
  const { url, ...options } = upstream;
  return releases.use(await openUpstream(url, options));
}

/** All before any is taped: where the host is gone meanwhile, nothing is half written. */
async function gather(
  upstream: Upstream,
  plan: HelpPlan,
  timeout: number,
  terminal: Terminal,
  stop: AbortSignal,
): Promise<Help[]> {
  const paths = plan.toRun.map(({ path }) => path);
  const helps: Help[] = [];
  for await (const help of askAll(upstream, paths, { timeout, stop })) {
    helps.push(help);
    terminal.progress(`${helps.length}/${paths.length} ${help.path.toString()} --help`);
  }
  terminal.progress('');
  return helps;
}

async function tape(deck: Deck, said: SaidUpstream, helps: readonly Help[]): Promise<Report> {
  for (const help of helps) {
    if (help.kind !== 'text') continue;
    using client = countingStdio();
    said.say(help);
    await deck.answer(
      {
        asked: { kind: 'argv', argv: [help.path, HELP] },
        env: new Map(),
        tty: undefined,
        origin: 'default',
        door: 'survey',
        user: undefined,
      },
      client,
    );
  }
  return deck.close();
}

const unwritable = (path: string, reason: string, cause: unknown): TapeheadError =>
  new TapeheadError(
    'USAGE',
    `the listing ${path} cannot be written: ${reason}`,
    '--out FILE, in a folder that is there and can be written',
    { cause },
  );
