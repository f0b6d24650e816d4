import type { AskingProcess } from '../calls.ts';

/** Of a process that asks what may be shown and kept: nothing of the process itself. */
export const processOf = (caller: AskingProcess): AskingProcess => ({
  ...numbersOf(caller),
  target: caller.target,
  cwd: caller.cwd,
});

/** The same without its paths. */
export const numbersOf = ({
  pid,
  parent,
  uid,
  gid,
  umask,
}: AskingProcess): Omit<AskingProcess, 'target' | 'cwd'> => ({ pid, parent, uid, gid, umask });
