import type { TapedRun } from '../recorder/taped-run.ts';
import type { ReplayOptions } from '../replayer/options.ts';
import type { Replayer } from '../replayer/replayer.ts';
import type { View } from '../replayer/view.ts';
import type { Answered, Answerers, OnMiss } from './answer.ts';
import type { Image } from './brought/image.ts';
import type { Caller } from './caller.ts';
import type { HookOptions, MissOptions, TapingOptions } from './deck-options.ts';
import { envToExecute } from './invocation.ts';
import type { Hooks } from './hooks/hooks.ts';
import type { Outcome } from './outcome.ts';
import type { AnsweringProfile } from './profiles/answering.ts';
import type { Secrets } from './redact/secrets.ts';
import type { Stdio } from './stdio.ts';
import type { UpstreamsByOrigin } from './upstreams/by-origin.ts';

/** Who answers, from what the mode has opened: recordings first, then an upstream, taped where there is a run. */
export function answerersOf(
  hooks: Hooks,
  secrets: Secrets,
  replayer: Replayer | undefined,
  run: TapedRun | undefined,
  upstreams: UpstreamsByOrigin | undefined,
  profile: AnsweringProfile | undefined,
  options: TapingOptions & MissOptions & Pick<HookOptions, 'allowRun'>,
): Answerers {
  return {
    hooks,
    secrets,
    play: replayer && playing(replayer),
    execute: upstreams && (run ? recording(run, upstreams) : executing(upstreams, options)),
    model: profile && {
      answer: modelling(profile),
      whyNot: (invocation) => profile.whyNot(invocation),
    },
    onMiss: missing(options),
  };
}

const playing =
  (replayer: Replayer, views = new WeakMap<Image, View>()): NonNullable<Answerers['play']> =>
  async (invocation, stdio, image) => {
    const view = image?.matching && viewOf(image, image.matching, replayer, views);
    const replayed = await replayer.play(invocation, stdio, view);
    if (replayed.kind === 'miss') return replayed;
    const { kind: _, outcome, ...place } = replayed;
    return { kind: 'answered', provenance: { from: 'cassette', ...place }, outcome };
  };

function viewOf(image: Image, rules: ReplayOptions, replayer: Replayer, views: WeakMap<Image, View>): View {
  const made = views.get(image) ?? replayer.view(rules);
  views.set(image, made);
  return made;
}

const recording =
  (run: TapedRun, upstreams: UpstreamsByOrigin): NonNullable<Answerers['execute']> =>
  async (invocation, stdio) => {
    const upstream = upstreams.of(invocation.origin);
    const { outcome, ...tape } = await run.recorder.record(invocation, stdio, upstream);
    return {
      provenance: { from: 'upstream', url: upstream.url, ...tape },
      outcome: unlessLeft(outcome, stdio),
    };
  };

const executing =
  (upstreams: UpstreamsByOrigin, { forwardEnv = [] }: TapingOptions): NonNullable<Answerers['execute']> =>
  async (invocation, stdio) => {
    const upstream = upstreams.of(invocation.origin);
    const env = envToExecute(invocation, forwardEnv);
    const { outcome } = await upstream.execute({ ...invocation, env }, stdio);
    const provenance = { from: 'upstream', url: upstream.url, taped: false } as const;
    return { provenance, outcome: unlessLeft(outcome, stdio) };
  };

const modelling =
  (profile: AnsweringProfile): NonNullable<Answerers['model']>['answer'] =>
  async (invocation, stdio, isLast) => {
    const answering = await profile.answering(invocation, isLast);
    if (!answering) return undefined;
    const { outcome, notImplemented } = await answering(stdio);
    const told = notImplemented === undefined ? {} : { notImplemented };
    return { provenance: { from: 'profile', profile: profile.name, ...told }, outcome };
  };

/** The deck's word goes before that of an image, which may run nothing unless that is allowed. */
const missing =
  ({ miss, allowRun = false }: MissOptions & Pick<HookOptions, 'allowRun'>): Answerers['onMiss'] =>
  (invocation, image) => {
    const policy = miss ?? image?.paths.of(invocation).miss ?? 'fail';
    if (policy === 'fail') return FAIL;
    return miss === undefined && !allowRun ? NOT_ALLOWED : PASS_THROUGH;
  };

/** In the caller's place where the client is as it came; else as its child, with what was drawn given back. */
async function passThrough({ original }: Caller, stdio: Stdio, isWhole: boolean): Promise<Answered> {
  const executed = isWhole ? await original.replace() : await original.observe(stdio, false);
  const { outcome, failure } = executed ?? {};
  return { provenance: { from: 'passthrough', ...(failure !== undefined && { failure }) }, outcome };
}

const FAIL: OnMiss = { passThrough: undefined, why: '' };
const NOT_ALLOWED: OnMiss = {
  passThrough: undefined,
  why: ', and its image may not pass it through: allow it with --allow-run, or ask for it with --miss passthrough',
};
const PASS_THROUGH: OnMiss = { passThrough };

/** A client that went away before its execution began was refused nothing: that is no failure of the run. */
const unlessLeft = (outcome: Outcome, { gone }: Stdio): Outcome | undefined =>
  outcome.kind === 'refused' && gone.aborted ? undefined : outcome;
