import { execFileSync } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

/** Who holds a journal. The journal is the lock: it was created exclusively, and this is its first frame. */
export interface Holder {
  host: string;
  /** What tells one boot of the host from the next, and one set of process ids from another; '' if unknown. */
  boot: string;
  pid: number;
  /** When that process began, as the system has it: a later process with the same id began at another time. */
  started: string;
}

/** This machine, as far as locks need it; tests bring their own. */
export interface Machine {
  holder: Holder;
  /** When the process with this id began; undefined where there is none, or a dead one not yet reaped. */
  startOf(pid: number): string | undefined;
}

/** How often a holder touches its journal, and how old one may be whose holder cannot be seen from here. */
export const REFRESH_MS = 10_000;
export const STALE_MS = 60_000;

/** The time that a journal is set to, in s since the epoch, when its holder lives on and has let go of it. */
export const RELEASED = 0;

/** Whether a journal, last touched at `touched` ms since the epoch, is still held. */
export function isHeld(holder: Holder | undefined, touched: number, now: number, machine: Machine): boolean {
  if (touched === RELEASED * 1000) return false;
  const here = machine.holder;
  const isSeen =
    holder !== undefined && holder.boot !== '' && holder.host === here.host && holder.boot === here.boot;
  return isSeen ? machine.startOf(holder.pid) === holder.started : now - touched < STALE_MS;
}

let machine: Machine | undefined;

export function thisMachine(): Machine {
  machine ??= {
    holder: { host: hostname(), boot: boot(), pid: process.pid, started: startOf(process.pid) ?? '' },
    startOf,
  };
  return machine;
}

/** Linux says it in /proc; there the namespace of process ids counts too, as containers share a boot. */
function boot(): string {
  if (process.platform === 'linux') {
    return (
      attempt(
        () =>
          `${readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim()} ${readlinkSync('/proc/self/ns/pid')}`,
      ) ?? ''
    );
  }
  return attempt(() => run('sysctl', '-n', 'kern.bootsessionuuid')) ?? '';
}

function startOf(pid: number): string | undefined {
  if (process.platform !== 'linux')
    return attempt(() => run('ps', '-o', 'lstart=', '-p', String(pid))) || undefined;
  const stat = attempt(() => readFileSync(`/proc/${pid}/stat`, 'latin1'));
  // proc(5): the name in field 2 may hold anything, so count from its closing parenthesis.
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state] = fields ?? [];
  return state === 'Z' || state === 'X' ? undefined : fields?.[19];
}

const run = (command: string, ...args: string[]): string =>
  execFileSync(command, args, {
    env: { ...process.env, LC_ALL: 'C' },
    encoding: 'latin1',
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim();

/** What cannot be found out is unknown; isHeld() says what follows from that. */
function attempt<T>(find: () => T): T | undefined {
  try {
    return find();
  } catch {
    return undefined;
  }
}
