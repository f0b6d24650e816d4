export { verify } from '../recorder/verify/verify.ts';
export type { VerifyOptions, VerifyProgress } from '../recorder/verify/options.ts';
export { MISS_EXIT_CODE } from './answer.ts';
export type {
  AnsweredCall,
  AskedCall,
  AskingProcess,
  Call,
  CallLog,
  CallStreams,
  ExecutedCall,
  HookMessage,
  KeptStream,
  Provenance,
  Trouble,
} from './calls.ts';
export type { Invoker } from './caller.ts';
export type { CallsAsked } from './calls/asked.ts';
export type { CallMatch } from './calls/call-match.ts';
export type { WaitOptions } from './calls/deck-calls.ts';
export type { CallKeeping, StreamLimits } from './calls/keeping.ts';
export type { ControlAddress, ControlReady } from './control/control.ts';
export { openDeck } from './deck.ts';
export type {
  DeckOptions,
  DeckSshDoor,
  DeckUpstream,
  MatchField,
  MatchingOptions,
  PlayingOptions,
  TapingOptions,
} from './deck-options.ts';
export type { Answer } from './doors/door.ts';
export type { SshDoorOptions, SshReady } from './doors/ssh/door.ts';
export { type ErrorCode, TapeheadError } from './errors.ts';
export type { ControlEvent, OutputEvent, StdinEvent, TtySize } from './event.ts';
export type { ActionSpec, EndSpec, MockSpec, ModifySpec } from './hooks/actions/spec.ts';
export type { FaultSpec } from './hooks/faults/spec.ts';
export type {
  Changes,
  HookCall,
  HookHandler,
  HookOptions,
  HookOutput,
  HookRelease,
  HookResult,
  HookStdin,
  Observed,
  ObserveOptions,
  Reply,
} from './hooks/handler.ts';
export type { MatchSpec } from './hooks/match/spec.ts';
export type { HookSpec } from './hooks/spec.ts';
export type { Asked, Invocation, Modified, Tty } from './invocation.ts';
export type { Manifest } from './manifest/manifest.ts';
export type { ManifestSpec } from './manifest/spec.ts';
export { type Mode, MODES } from './mode.ts';
export { loadManifest } from './open-manifests.ts';
export type { ProfileOptions } from './open-profile.ts';
export type { Outcome } from './outcome.ts';
export type { Report, Unplayed, Written, WrittenFile } from './report.ts';
export type { Deck, Ready } from './running-deck.ts';
export type { Stdio } from './stdio.ts';
export type { UpstreamOptions } from './upstreams/open.ts';
export type { Executed, Upstream } from './upstreams/upstream.ts';
export type { Verdict, VerifiedCassette, VerifiedHost, VerifiedRecording, VerifyReport } from './verified.ts';
