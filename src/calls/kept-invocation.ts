import type { AskingProcess } from '../calls.ts';
import type { LookedInvocation } from '../hooks/match/matcher.ts';
import type { Asked, Invocation } from '../invocation.ts';
import { numbersOf } from './asking-process.ts';
import { KeptBytes } from './kept-bytes.ts';

/** What an invocation takes beside its bytes, about. */
const INVOCATION_COST = 1024;

/** An invocation that may be kept for long: nothing behind it is held, neither a process nor what its bytes came in. */
export class KeptInvocation {
  /** Of what has words only how they were asked. */
  readonly #asked: 'argv' | 'string' | Wordless;
  readonly #words: number;
  readonly #variables: readonly string[];
  readonly #process: Omit<AskingProcess, 'target' | 'cwd'> | undefined;
  readonly #rest: Pick<Invocation, 'tty' | 'origin' | 'door' | 'user'>;
  /** The words asked, the values of the variables, the paths of the process. */
  readonly #bytes: KeptBytes;
  #looked: LookedInvocation | undefined;

  constructor({ asked, env, caller, tty, origin, door, user }: Invocation) {
    const words = wordsOf(asked);
    this.#asked = asked.kind === 'argv' || asked.kind === 'string' ? asked.kind : asked;
    this.#words = words.length;
    this.#variables = env.size === 0 ? NO_VARIABLES : [...env.keys()];
    this.#process = caller && numbersOf(caller);
    this.#rest = { tty, origin, door, user };
    const isAll = env.size === 0 && !caller;
    this.#bytes = new KeptBytes(isAll ? words : [...words, ...env.values(), ...pathsOf(caller)]);
  }

  /** Bytes of memory that it takes, about. */
  get cost(): number {
    return INVOCATION_COST + this.#bytes.cost;
  }

  /** As matchers look at it; the same object each time. */
  get looked(): LookedInvocation {
    return (this.#looked ??= this.#look());
  }

  #look(): LookedInvocation {
    const { parts } = this.#bytes;
    const words = parts.splice(0, this.#words);
    const values = parts.splice(0, this.#variables.length);
    const [target = NOTHING, cwd] = parts;
    return {
      asked: askedOf(this.#asked, words),
      env: new Map(this.#variables.map((name, i) => [name, values[i] ?? NOTHING])),
      ...this.#rest,
      ...(this.#process && { caller: { ...this.#process, target, cwd } }),
    };
  }
}

const NO_VARIABLES: readonly string[] = [];
const NOTHING = Buffer.alloc(0);

type Wordless = Extract<Asked, { kind: 'session' | 'subsystem' }>;

function wordsOf(asked: Asked): readonly Uint8Array[] {
  if (asked.kind === 'argv') return asked.argv;
  return asked.kind === 'string' ? [asked.command] : [];
}

function askedOf(kind: 'argv' | 'string' | Wordless, words: readonly Uint8Array[]): Asked {
  if (kind === 'argv') return { kind, argv: words };
  return kind === 'string' ? { kind, command: words[0] ?? NOTHING } : kind;
}

const pathsOf = ({ target, cwd }: Partial<AskingProcess> = {}): Uint8Array[] =>
  [target, cwd].filter((path) => path !== undefined);
