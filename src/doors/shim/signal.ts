/** Signals as Linux counts them, on x86_64 and aarch64 alike; the shim runs there, the deck perhaps not. */
const NUMBERS = new Map<string, number>([
  ['HUP', 1],
  ['INT', 2],
  ['QUIT', 3],
  ['ILL', 4],
  ['TRAP', 5],
  ['ABRT', 6],
  ['BUS', 7],
  ['FPE', 8],
  ['KILL', 9],
  ['USR1', 10],
  ['SEGV', 11],
  ['USR2', 12],
  ['PIPE', 13],
  ['ALRM', 14],
  ['TERM', 15],
  ['STKFLT', 16],
  ['CHLD', 17],
  ['CONT', 18],
  ['STOP', 19],
  ['TSTP', 20],
  ['TTIN', 21],
  ['TTOU', 22],
  ['URG', 23],
  ['XCPU', 24],
  ['XFSZ', 25],
  ['VTALRM', 26],
  ['PROF', 27],
  ['WINCH', 28],
  ['IO', 29],
  ['PWR', 30],
  ['SYS', 31],
]);

const NAMES = new Map([...NUMBERS].map(([name, number]) => [number, name]));

/** Of a name without SIG; realtime signals are RT and a number. Undefined where there is no such signal. */
export function signalNumber(name: string): number | undefined {
  const realtime = /^RT(\d+)$/.exec(name);
  return realtime ? Number(realtime[1]) : NUMBERS.get(name);
}

export const signalName = (number: number): string => NAMES.get(number) ?? `RT${number}`;
