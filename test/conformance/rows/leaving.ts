import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive } from '../../support/processes.ts';
import { cancel, goAway, LEFT, program, type Recorded, row, type Row, stdout, until } from '../row.ts';

const PID_FILE = 'pid';
const livesOn = (folder: string): Uint8Array => program('lives-on', join(folder, PID_FILE))(folder);

/** Clients that do not stay to the end. */
export const LEAVING: readonly Row[] = [
  row('a client that goes away mid-output', {
    command: program('prints-without-end'),
    steps: [until('stdout', 'y\n'.repeat(16 * 1024)), goAway],
    sees: [stdout('y\n'.repeat(16 * 1024)), LEFT],
    faults: ({ notes }) => (notes.includes('cancelled') ? [] : ['its recording is not said to be cancelled']),
  }),
  row('a client that cancels', {
    command: livesOn,
    steps: [until('stdout', 'half\n'), cancel],
    sees: [stdout('half\n'), LEFT],
    faults: (recording) =>
      recording.notes.includes('may-live-on')
        ? faultsOf(recording)
        : [...faultsOf(recording), ...living(recording)],
  }),
  row(
    'a client that cancels, the process killed by its pid',
    {
      command: livesOn,
      steps: [until('stdout', 'half\n'), cancel],
      sees: [stdout('half\n'), LEFT],
      faults: (recording) => [
        ...faultsOf(recording),
        ...(recording.notes.includes('may-live-on') ? ['it may live on'] : living(recording)),
      ],
    },
    { cancel: 'pid' },
  ),
];

function faultsOf({ notes }: Recorded): string[] {
  return notes.includes('cancelled') ? [] : ['its recording is not said to be cancelled'];
}

function living({ folder }: Recorded): string[] {
  const pid = Number(readFileSync(join(folder, PID_FILE), 'utf8'));
  return isAlive(pid) ? [`process ${pid} is said to have ended, and lives`] : [];
}
