/** What a client saw of an answer; bytes as latin1. */
export interface Said {
  stdout: string;
  stderr: string;
  end: End;
}

export type End =
  | `exited ${number}`
  | `signalled ${string}`
  | 'no status'
  | 'the connection broke'
  | 'the login was refused'
  | 'the channel was refused'
  | 'the execution was refused';

/** A command that is asked for, and what it says wherever it is really executed. */
export interface Program extends Said {
  argv: readonly string[];
  /** What is typed while it is taped. */
  typed?: string;
}

/** Text as the bytes that it is in UTF-8. */
export const latin1 = (text: string): string => Buffer.from(text).toString('latin1');

/** Every shim stands for a shell, so that a program needs no file: hosts have none of ours. */
const script = (text: string, says: Partial<Said>, shell = 'sh'): Program => ({
  argv: [shell, '-c', text],
  ...{ stdout: '', stderr: '', end: 'exited 0', ...says },
});

/** One write a stream, so that chunks are the same everywhere. */
export const SAYS = script(
  String.raw`printf "Name,Link\nvmnic0,Up äöü €\nvmnic1,Down\n"; printf "a wärning\n" >&2; exit 6`,
  {
    stdout: latin1('Name,Link\nvmnic0,Up äöü €\nvmnic1,Down\n'),
    stderr: latin1('a wärning\n'),
    end: 'exited 6',
  },
);

/** For faults that count the bytes of both streams: in which order two streams arrive, nobody can say. */
export const SPEAKS = script(String.raw`printf "one stream alone\n"`, { stdout: 'one stream alone\n' });

export const SPEAKS_JSON = script(String.raw`printf "{\"up\": [true, 1]}\n"; printf "[\"up\"]" >&2; exit 1`, {
  ...{ stdout: '{"up": [true, 1]}\n', stderr: '["up"]', end: 'exited 1' },
});

export const SPEAKS_DIFFERENTLY = script(String.raw`printf "another\n"; exit 5`, {
  ...{ stdout: 'another\n', end: 'exited 5' },
});

export const SPEAKS_BY_ANOTHER_SHELL = script(
  String.raw`printf "another\n"; exit 4`,
  { stdout: 'another\n', end: 'exited 4' },
  'bash',
);

export const TELLS_SURROUNDINGS = script(
  'printf "${GREETING:-nothing}${FAREWELL:-}"; [ "$(pwd)" != / ] || printf " in /"',
  { stdout: 'nothing' },
);

/** The same in other surroundings. */
export const GREETED: Program = { ...TELLS_SURROUNDINGS, stdout: 'hello' };
export const AT_THE_ROOT: Program = { ...TELLS_SURROUNDINGS, stdout: 'nothing in /' };

export const REPEATS_STDIN: Program = {
  ...script(String.raw`printf "ready\n"; cat`, { stdout: 'ready\ntyped\n' }),
  typed: 'typed\n',
};

export const PROGRAMS = [
  ...[SAYS, SPEAKS, SPEAKS_JSON, SPEAKS_DIFFERENTLY, SPEAKS_BY_ANOTHER_SHELL],
  ...[TELLS_SURROUNDINGS, REPEATS_STDIN],
];
