import type { Provenance } from '../../../src/calls.ts';
import type { ActionSpec } from '../../../src/hooks/actions/spec.ts';
import type { HookHandler } from '../../../src/hooks/handler.ts';
import type { MatchSpec } from '../../../src/hooks/match/spec.ts';
import type { When } from '../../../src/hooks/hook.ts';
import type { AnswerKind } from './answers.ts';
import type { DoorName } from './doors.ts';
import { type Program, type Said, SAYS } from './programs.ts';

/** What must arrive where it is not what the program says; and who answered, where it is not who answers else. */
export interface Sees extends Partial<Said> {
  from?: Provenance['from'] | 'nobody';
  /** Whether the hook has had a turn. Default: it has, as often as `times` lets it. */
  met?: boolean;
}

/** Where something else must arrive than anywhere else, and why. */
export interface Limit {
  doors?: readonly DoorName[];
  answers?: readonly AnswerKind[];
  reason: string;
  /** None: it is not run. */
  sees: Sees | readonly Sees[];
}

/** A hook, what is asked, and what must arrive: by every door, of every kind of answer. */
export interface Case {
  name: string;
  /** Data of a manifest, or code. */
  hook: { do: ActionSpec | readonly ActionSpec[] } | { code: HookHandler };
  /** Points at which it does the same. */
  when: readonly Exclude<When, 'miss'>[];
  match: Omit<MatchSpec, 'origin'>;
  times: number | undefined;
  asks: Program;
  typed: string;
  /** The client is killed then: when it is asked, or when so many bytes of stdout have come. */
  killed: 'when asked' | number | undefined;
  /** One for each time that it is asked. */
  sees: readonly Sees[];
  /** How long faults have it wait, ms. */
  waits: number;
  limits: readonly Limit[];
}

type Given = Partial<Omit<Case, 'name' | 'hook' | 'sees'>> & { sees?: Sees | readonly Sees[] };

const toCase = (name: string, hook: Case['hook'], { sees = {}, ...given }: Given): Case => ({
  ...{ name, hook, when: ['before', 'after'], match: {}, times: undefined, asks: SAYS },
  ...{ typed: '', killed: undefined, waits: 0, limits: [], sees: [sees].flat() },
  ...given,
});

/** Does the same before and after. */
export const action = (name: string, what: ActionSpec | readonly ActionSpec[], given: Given = {}): Case =>
  toCase(name, { do: what }, given);

/** Can only be done before. */
export const early = (name: string, what: ActionSpec | readonly ActionSpec[], given: Given = {}): Case =>
  action(name, what, { when: ['before'], ...given });

export const code = (name: string, handler: HookHandler, given: Given = {}): Case =>
  toCase(`code: ${name}`, { code: handler }, { when: ['before'], ...given });
