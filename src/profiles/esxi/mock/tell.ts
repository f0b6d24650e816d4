import { exited, lost, type Outcome } from '../../../outcome.ts';
import type { Stdio } from '../../../stdio.ts';
import type { Said } from './said.ts';
import { bytesOf } from './text.ts';

/** Has a client told what a command said, and how it exited. On a terminal both streams are one, and lines end in CR LF. */
export async function tell(
  stdio: Stdio,
  { stdout = '', stderr = '', exit = 0, drops = false }: Said,
  isTty: boolean,
): Promise<Outcome | undefined> {
  const outcome = drops ? lost('the host went down') : exited(exit);
  stdio.started();
  if (isTty) await send(stdio, 'stdout', (stdout + stderr).replaceAll('\n', '\r\n'));
  else {
    await send(stdio, 'stdout', stdout);
    await send(stdio, 'stderr', stderr);
  }
  if (drops && stdio.drop) {
    stdio.drop();
    return outcome;
  }
  await stdio.send({ type: 'eof', stream: 'stdout' });
  await stdio.send({ type: 'eof', stream: 'stderr' });
  await stdio.send({ type: 'outcome', outcome });
  return stdio.isGone ? undefined : outcome;
}

async function send(stdio: Stdio, type: 'stdout' | 'stderr', text: string): Promise<void> {
  if (text !== '') await stdio.send({ type, bytes: bytesOf(text) });
}
