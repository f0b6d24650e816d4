import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startHost } from './host.ts';
import { Stage } from './stage.ts';

/** The main job in one screen: record a host, stop it, replay, miss. */
async function demo(stage: Stage): Promise<void> {
  const client = clientCommand();
  await writeFile(join(stage.folder, 'visit.sh'), VISIT.replaceAll('CLIENT', client));
  stage.tell('visit.sh asks a host for three things, over SSH:\n');
  stage.tell(VISIT.replaceAll('CLIENT', client).trim().replaceAll(/^/gm, '  '));

  stage.tell('\n1. Record. The client talks to tapehead, tapehead to the host, and the answers go on tape.');
  const { printed, port } = await recordHost(stage);
  stage.check(!(await listens(port)), `the host is stopped: nothing listens on port ${port} any more`);

  stage.tell('\n2. Look at the tape.');
  const shown = await stage.run(['show', 'host.cassette'], { lines: 8 });
  stage.check(shown.code === 0, 'it is text that can be reviewed');

  stage.tell('\n3. Replay. There is no host: its time and its pid come from the tape.');
  const replayed = await stage.run(['replay', '--cassette', 'host.cassette', '--', 'sh', 'visit.sh']);
  stage.check(replayed.code === 0 && replayed.stdout === printed, 'the same answers, byte for byte');

  stage.tell('\n4. Ask for something else. What was never recorded is a miss, and says what came nearest.');
  await writeFile(join(stage.folder, 'other.sh'), OTHER.replaceAll('CLIENT', client));
  const missed = await stage.run(['replay', '--cassette', 'host.cassette', '--', 'sh', 'other.sh']);
  stage.check(missed.code === 125 && missed.stderr.includes('nearest'), 'a miss fails the run');
}

/** Gives what the client printed. The host is gone afterwards. */
async function recordHost(stage: Stage): Promise<{ printed: string; port: number }> {
  await using host = await startHost(stage.folder);
  const from = ['--upstream', host.url, '--identity', 'host-key', '--accept-host-key', host.fingerprint];
  const done = await stage.run(['record', ...from, '--cassette', 'host.cassette', '--', 'sh', 'visit.sh']);
  stage.check(done.code === 0 && done.stdout.includes('pid'), 'taped while the client saw it live');
  return { printed: done.stdout, port: host.port };
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(true));
    socket.once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}

const VISIT = `
CLIENT 'date; echo "pid $$"'
CLIENT 'uname -sr'
CLIENT 'ls /no/such/folder' || echo "ls failed with $?"
`;

const OTHER = `
CLIENT 'uname -m'
`;

/** OpenSSH where there is one; else a client of our own. */
function clientCommand(): string {
  try {
    execFileSync('ssh', ['-V'], { stdio: 'ignore' });
    return 'ssh -F "$TAPEHEAD_SSH_CONFIG" tapehead';
  } catch {
    return `node ${fileURLToPath(new URL('exec-over-ssh.js', import.meta.url))}`;
  }
}

const folder = await mkdtemp(join(tmpdir(), 'tapehead-demo-'));
try {
  await demo(new Stage(folder));
  process.stdout.write('\nThat is all there is to it. The README goes on from here.\n');
} catch (error) {
  process.exitCode = 1;
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
} finally {
  await rm(folder, { recursive: true, force: true });
}
