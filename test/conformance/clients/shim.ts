import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { basename, join } from 'node:path';
import { exited, lost, type Outcome, refused } from '../../../src/outcome.ts';
import { shimBinary } from '../../../src/shim/binary.ts';
import type { Running, ShimClient } from '../client.ts';
import { bytesOf, type Observation, outcomeOf } from '../observation.ts';
import { childProcesses } from './child.ts';
import { howItEnded } from './native.ts';

const SHELL = basename(userInfo().shell ?? 'sh');

/** What an execution exits with whose end nobody knows. */
const NO_STATUS = 255;

/** The shell that sshd would start, as a name that the shim stands for: `bash -c COMMAND`. */
export const shimClient: ShimClient = {
  name: 'shim',
  door: 'shim',
  seesOrder: false, // two pipes
  sees: (expected) => [
    ...expected.filter(({ type }) => type !== 'eof' && type !== 'outcome'),
    { type: 'eof' },
    { type: 'outcome', outcome: asProcess(outcomeOf(expected)) },
  ],
  async connect(socket) {
    const links = await mkdtemp(join(tmpdir(), 'conformance-links-'));
    await symlink(shimBinary(), join(links, SHELL));
    const children = await childProcesses(
      ({ env }) => ({
        words: [SHELL, '-c'],
        takesCommand: true,
        env: { ...env, PATH: `${links}:${process.env['PATH']}`, TAPEHEAD_SOCKET: socket },
      }),
      howItEnded,
    );
    return {
      async start(asking, hear) {
        const running = await children.start(asking, hear);
        return { ...running, over: running.over.then(asTold), cancel: running.cut } satisfies Running;
      },
      async [Symbol.asyncDispose]() {
        await children[Symbol.asyncDispose]();
        await rm(links, { recursive: true });
      },
    };
  },
};

/** A process ends by its code or by a signal, and never leaves a core file. */
function asProcess(outcome: Outcome | undefined): Outcome {
  if (outcome?.kind === 'signalled') return { ...outcome, core: false };
  return outcome === undefined || outcome.kind === 'unknown' ? exited(NO_STATUS) : outcome;
}

/** What was lost or refused the shim tells on stderr, as a process has no other place for it. */
function asTold(seen: Observation): Observation {
  const told = /^([^]*)tapehead: (lost|refused): (.*)\n$/.exec(bytesOf(seen, 'stderr').toString('latin1'));
  const outcome = outcomeOf(seen);
  if (!told || outcome?.kind !== 'exited' || outcome.code !== NO_STATUS) return seen;
  const [, before = '', how, reason = ''] = told;
  return [
    ...seen.filter(({ type }) => type === 'stdout'),
    ...(before === '' ? [] : [{ type: 'stderr' as const, bytes: Buffer.from(before, 'latin1') }]),
    { type: 'eof' },
    { type: 'outcome', outcome: how === 'lost' ? lost(reason) : refused(reason) },
  ];
}
