import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readListing } from '../../src/listing/read.ts';
import { surveyHost, type SurveyRun } from '../../src/cli/survey.ts';
import { openTerminal } from '../../src/cli/terminal.ts';
import { CassetteFile } from '../../src/cassette/file.ts';
import { FakeUpstream } from '../support/fake-upstream.ts';
import { needs, pathOf } from '../support/needs.ts';
import { isAlive } from '../support/processes.ts';
import { startSshd } from '../support/sshd.ts';
import { binFolder, hostWith, PLAIN_SH, surveyed } from '../survey/a-host.ts';
import { FakeProcess } from './fake-process.ts';
import { AS_NOBODY, asNobody } from './as-nobody.ts';
import { MAIN, startProgram, tapehead } from './run-tapehead.ts';

async function survey(run: Partial<SurveyRun> & Pick<SurveyRun, 'upstream'>) {
  const process = new FakeProcess();
  const code = await surveyHost(
    { list: {}, out: undefined, content: undefined, help: undefined, ...run },
    openTerminal(process),
  );
  return { code, said: process.said, stdout: Buffer.concat(process.out).toString() };
}

const at = (root: string): SurveyRun['list'] => ({ root: Buffer.from(root) });
const help = (cassette: string, dryRun = false): SurveyRun['help'] => ({
  cassette,
  of: [],
  skip: [],
  timeout: 60_000,
  dryRun,
});

/** A folder with commands of which some have a help text. */
async function commandsFolder(): Promise<string> {
  const folder = await surveyed();
  mkdirSync(join(folder, 'bin'));
  const scripts = {
    tool: 'echo "Usage: tool --password geheim123"',
    silent: ': --help; exit 1',
    worker: `touch ${folder}/worked`,
    reboot: `touch ${folder}/rebooted`,
  };
  for (const [name, script] of Object.entries(scripts)) {
    writeFileSync(join(folder, 'bin', name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, 'bin', name), 0o755);
  }
  return folder;
}

needs('busybox')('tapehead survey', () => {
  it('writes the listing to stdout, or into a file', async () => {
    const folder = await surveyed();
    writeFileSync(join(folder, 'a'), 'four');
    const upstream = await hostWith();
    const { code, stdout, said } = await survey({ upstream, list: at(folder) });
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^\[\n\{"hstat": "drwx------", .*\},\n\{"hstat": "-rw-r--r--", .*"size": 4\}\n\]\n$/,
    );
    expect(said).toBe('tapehead: 2 entries: 1 file, 1 folder\n');

    const out = join(await surveyed(), 'host.json');
    const written = await survey({ upstream, list: at(folder), out });
    expect(written).toMatchObject({ code: 0, stdout: '' });
    expect(readFileSync(out, 'utf8')).toBe(stdout);
  });

  it('ends with 3 where something could not be read, and tells what', async () => {
    const find = '#!/bin/sh\necho "find: /locked: Permission denied" >&2\nexec BUSYBOX find "$@"\n';
    const upstream = await hostWith({ sh: PLAIN_SH, find });
    const { code, said, stdout } = await survey({ upstream, list: at(await surveyed()) });
    expect(code).toBe(3);
    expect(said).toContain('tapehead: 1 path: could not be read (find: /locked: Permission denied)\n');
    expect(readListing(Buffer.from(stdout)).entries).toHaveLength(1);
  });

  it('tells before anything is executed that its file cannot be written', async () => {
    const upstream = new FakeUpstream(() => ({}));
    await expect(survey({ upstream, out: '/no/such/folder/x.json' })).rejects.toMatchObject({
      code: 'USAGE',
      message: 'the listing /no/such/folder/x.json cannot be written: ENOENT: no such file or directory',
    });
    expect(upstream.executed).toEqual([]);
  });

  it('leaves everything as it was where the host dies half-way', async () => {
    const folder = await surveyed();
    const out = join(folder, 'host.json');
    writeFileSync(out, 'old');
    const upstream = new FakeUpstream(() => ({ outcome: { kind: 'lost', reason: 'connection reset' } }));
    const run = survey({ upstream, out, help: help(join(folder, 'help.cassette')) });
    await expect(run).rejects.toMatchObject({ code: 'SURVEY_FAILED' });
    expect(readFileSync(out, 'utf8')).toBe('old');
    expect(readdirSync(folder)).toEqual(['host.json']);
  });

  it('writes nothing where it is interrupted', async () => {
    const folder = await surveyed();
    const process = new FakeProcess();
    const upstream = new FakeUpstream(() => async (stdio) => {
      process.emit('SIGINT', 'SIGINT');
      await new Promise((resolve) =>
        stdio.isGone ? resolve(undefined) : stdio.gone.addEventListener('abort', resolve),
      );
      return { outcome: { kind: 'lost', reason: 'cancelled' }, notes: [] };
    });
    const run = { upstream, list: {}, out: join(folder, 'x.json'), content: undefined, help: undefined };
    expect(await surveyHost(run, openTerminal(process))).toBe(130);
    expect(process.said).toBe('tapehead: interrupted, nothing was written\n');
    expect(readdirSync(folder)).toEqual([]);
  });
});

needs('busybox')('tapehead survey --help-output', () => {
  it('tapes help texts, redacted, and runs nothing that acts', async () => {
    const folder = await commandsFolder();
    const cassette = join(await surveyed(), 'help.cassette');
    const upstream = await hostWith();
    const { code, said } = await survey({ upstream, list: at(folder), help: help(cassette) });
    expect(code).toBe(0);
    expect(said).toContain('2 run with --help, 2 not');
    expect(said).toContain(`1 command: has no help text (${folder}/bin/silent)`);
    expect(said).toContain(`acts on the machine or its data (${folder}/bin/reboot)`);
    expect(said).toContain(
      `holds neither --help nor a usage text, nor reads options as known (${folder}/bin/worker)`,
    );
    expect(readdirSync(folder)).toEqual(['bin']);
    using file = CassetteFile.open(cassette);
    expect(file.count).toBe(1);
    expect(readFileSync(cassette, 'latin1')).toContain('Usage: tool');
    expect(readFileSync(cassette, 'latin1')).not.toContain('geheim123');
  });

  it('runs nothing where the host has no grep to look first', async () => {
    const folder = await commandsFolder();
    const upstream = await hostWith({ sh: PLAIN_SH, grep: false });
    const { stdout } = await survey({ upstream, list: at(folder), help: help(`${folder}.cassette`, true) });
    expect(stdout).not.toContain('run ');
    expect(stdout).toContain('tool: could not be searched for a usage text by the grep of the host');
  });

  it('leaves the cassette as it is where the host says the same again', async () => {
    const folder = await commandsFolder();
    const cassette = join(await surveyed(), 'help.cassette');
    const upstream = await hostWith();
    await survey({ upstream, list: at(folder), help: help(cassette) });
    const before = readFileSync(cassette);
    await survey({ upstream, list: at(folder), help: help(cassette) });
    expect(readFileSync(cassette).equals(before)).toBe(true);
  });

  it('only tells with --dry-run what would be run', async () => {
    const folder = await commandsFolder();
    const upstream = await hostWith();
    const out = join(await surveyed(), 'x.json');
    const { code, stdout } = await survey({
      upstream,
      list: at(folder),
      out,
      help: help(`${out}.cassette`, true),
    });
    expect(code).toBe(0);
    expect(stdout).toBe(
      `run ${folder}/bin/silent --help\nrun ${folder}/bin/tool --help\n` +
        `leave ${folder}/bin/reboot: named like what acts on the machine or its data\n` +
        `leave ${folder}/bin/worker: holds neither --help nor a usage text, nor reads options as known\n`,
    );
    expect(upstream.executed).toEqual(['sh', 'sh', 'sh']);
    expect(existsSync(out)).toBe(false);
  });
});

describe('options of tapehead survey', () => {
  it.each([
    [['--dry-run'], /--dry-run is about --help-output/],
    [['--help-skip', 'x'], /--help-skip is about --help-output/],
    [['--content', '**', '--content-limit', '17m'], /at most 16m/],
    [['--root', 'opt'], /--root opt is no absolute path/],
    [['--upstream', 'a=ssh://x'], /of one host and of no origin/],
  ])('%s do not fit together', async (args, message) => {
    const { code, stderr, stdout } = await tapehead(['survey', '--upstream', 'local:', ...args]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
  });
});

needs(
  'sshd',
  'ssh-keygen',
  'busybox',
)('a host over SSH with nothing but busybox', () => {
  it.each([1, 10])('is surveyed, with MaxSessions %i', async (maxSessions) => {
    const bin = await binFolder();
    const shell = join(await surveyed(), 'shell');
    const busybox = pathOf('busybox');
    writeFileSync(
      shell,
      `#!${busybox} sh\nPATH=${bin}; export PATH\nexec ${busybox} ash -c "$SSH_ORIGINAL_COMMAND"\n`,
    );
    chmodSync(shell, 0o755);
    await using sshd = await startSshd({ maxSessions, extraOptions: [`ForceCommand ${shell}`] });
    const folder = await commandsFolder();
    writeFileSync(Buffer.from(`${folder}/\xff'\n`, 'latin1'), 'x'.repeat(100_000));
    symlinkSync('no\nwhere', join(folder, 'link'));
    const out = join(await surveyed(), 'host.json');
    const { code, stderr } = await tapehead([
      ...['survey', '--upstream', sshd.url, '--identity', sshd.identity, '--known-hosts', sshd.knownHosts],
      ...['--root', folder, '--out', out, '--content', `${folder}/*`, '--content-limit', '100000'],
      ...['--help-output', `${out}.cassette`],
    ]);
    expect(stderr).toContain(`wrote ${out}: 8 entries`);
    expect(code).toBe(0);
    const { entries, told } = readListing(readFileSync(out));
    expect(told).toEqual([]);
    const named = (end: string) => entries.find(({ path }) => path.toString('latin1').endsWith(end));
    expect(named("/\xff'\n")?.content?.length).toBe(100_000);
    expect(named('/link')?.target?.toString()).toBe('no\nwhere');
    using file = CassetteFile.open(`${out}.cassette`);
    expect(file.count).toBe(1);
  });

  it('has a command that hangs killed, and not taped', async () => {
    await using sshd = await startSshd();
    const folder = await surveyed();
    mkdirSync(join(folder, 'bin'));
    const hangs = `#!/bin/sh\n# --help\necho usage; echo $$ > ${folder}/pid; exec sleep 1000\n`;
    writeFileSync(join(folder, 'bin', 'hang'), hangs, { mode: 0o755 });
    const cassette = join(await surveyed(), 'help.cassette');
    const { code, stderr } = await tapehead([
      ...['survey', '--upstream', sshd.url, '--identity', sshd.identity, '--known-hosts', sshd.knownHosts],
      ...['--root', folder, '--help-output', cassette, '--help-timeout', '1'],
    ]);
    expect(stderr).toContain(`1 command: did not end within 1 s, cut (${folder}/bin/hang)`);
    expect(code).toBe(0);
    expect(existsSync(cassette)).toBe(false);
    expect(isAlive(Number(readFileSync(join(folder, 'pid'), 'utf8')))).toBe(false);
  });

  it('that dies half-way leaves what was there', async () => {
    const dying = `#!/bin/sh
case "$*" in *stat*) ;; *) exec BUSYBOX find "$@" ;; esac
BUSYBOX find "$@"
p=$PPID
while [ "$(cat /proc/$p/comm)" != sshd ]; do p=$(cut -d' ' -f4 /proc/$p/stat); done
kill -9 "$p"
`;
    const bin = await binFolder({ sh: PLAIN_SH, find: dying });
    await using sshd = await startSshd({ extraOptions: [`SetEnv PATH=${bin}:/usr/bin:/bin`] });
    const folder = await surveyed();
    const out = join(await surveyed(), 'host.json');
    writeFileSync(out, 'old');
    const { code, stderr } = await tapehead([
      ...['survey', '--upstream', sshd.url, '--identity', sshd.identity, '--known-hosts', sshd.knownHosts],
      ...['--root', folder, '--out', out, '--help-output', `${out}.cassette`],
    ]);
    expect(stderr).toMatch(/^tapehead: the listing broke off after \d entries: /);
    expect(code).toBe(1);
    expect(readFileSync(out, 'utf8')).toBe('old');
    expect(readdirSync(dirname(out))).toEqual(['host.json']);
  });

  it('that refuses connections says so', async () => {
    const { code, stderr } = await tapehead([
      'survey',
      '--upstream',
      'ssh://127.0.0.1:1',
      '--out',
      join(await surveyed(), 'x'),
    ]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^tapehead: .*127\.0\.0\.1/);
  });
});

asNobody('tapehead survey by one who may not read everything', () => {
  it('tells what, and lists the rest', async () => {
    const folder = await surveyed();
    chmodSync(folder, 0o755);
    for (const name of ['a', 'locked', 'z']) mkdirSync(join(folder, name));
    writeFileSync(join(folder, 'z', 'secret'), 'x', { mode: 0o600 });
    chmodSync(join(folder, 'locked'), 0o700);
    const { done } = startProgram(
      [
        ...AS_NOBODY,
        process.execPath,
        MAIN,
        'survey',
        '--upstream',
        'local:',
        '--root',
        folder,
        '--content',
        '**',
      ],
      { cwd: '/' },
    );
    const { code, stdout, stderr } = await done;
    expect(code).toBe(3);
    expect(stderr).toMatch(/1 path: could not be read \(find: .*locked.*: Permission denied\)/);
    expect(stderr).toContain(`1 path: content could not be read (${folder}/z/secret)`);
    expect(readListing(Buffer.from(stdout)).entries).toHaveLength(5);
  });
});
