import { Failure } from '../failure.ts';
import type { Host } from '../model/host.ts';
import { setRunning } from '../model/running.ts';
import { isVersion } from '../model/version.ts';
import type { Said } from '../said.ts';
import type { Tool } from './tool.ts';

/** A script of /etc/init.d: which service it is of, and what it says. */
interface Script {
  name: string;
  service: string;
  started(version: string): readonly string[];
  stopped: readonly string[];
  isRunning: string;
  isNot: string;
}

const login = (name: string, service: string, what: string): Script => ({
  name,
  service,
  started: (version) => [
    `${what} enabled`,
    ...(name === 'SSH' && isVersion(version, { since: '9.0' })
      ? ['SSH sandbox is not enabled, SSH will run in superdom']
      : []),
  ],
  stopped: [`${what} disabled`],
  isRunning: `${what} is running`,
  isNot: `${what} is stopped`,
});

const daemon = (name: string): Script => ({
  name,
  service: name,
  started: () => [`${name} started.`],
  stopped: [`${name} stopped.`],
  isRunning: `${name} is running.`,
  isNot: `${name} is not running.`,
});

const SCRIPTS: readonly Script[] = [
  login('SSH', 'TSM-SSH', 'SSH login'),
  login('ESXShell', 'TSM', 'ESXi shell login'),
  daemon('hostd'),
  daemon('vpxa'),
  daemon('ntpd'),
  daemon('snmpd'),
  daemon('slpd'),
  daemon('DCUI'),
];

/** By their whole paths: their names alone are those of other programs. */
export const INIT_SCRIPTS: readonly Tool[] = SCRIPTS.map((script) => ({
  name: `/etc/init.d/${script.name}`,
  about: `Starts, stops and restarts ${script.name}, or tells whether it runs.`,
  run({ args: [verb = ''] }, { state }) {
    const { identity } = state.host;
    const isRunning = serviceOf(state.host, script).running;
    switch (verb) {
      case 'status':
        return isRunning ? said([script.isRunning]) : { ...said([script.isNot]), exit: 3 };
      case 'start':
        state.change((host) => setRunning(host, script.service, true));
        return said(script.started(identity.version));
      case 'stop':
        state.change((host) => setRunning(host, script.service, false));
        return said(script.stopped);
      case 'restart':
        state.change((host) => setRunning(host, script.service, true));
        return said([...script.stopped, ...script.started(identity.version)]);
      default:
        return { stdout: `Usage: /etc/init.d/${script.name} {start|stop|restart|status}\n`, exit: 1 };
    }
  },
}));

/** What starts with the host: `--list [NAME]`, `NAME on|off`. */
export const CHKCONFIG: Tool = {
  name: 'chkconfig',
  about: 'Lists services, and sets whether they start with the host.',
  run({ args: [first = '', second] }, { state }) {
    if (first === '--list' || first === '-l') {
      const listed = SCRIPTS.filter(
        ({ name, service }) =>
          (second === undefined || name === second) &&
          state.host.services.some((one) => one.name === service),
      );
      if (listed.length === 0) throw new Failure(`chkconfig: service ${second ?? ''} not found`);
      return said(
        listed.map(
          (one) => `${one.name.padEnd(23)} ${serviceOf(state.host, one).policy === 'off' ? 'off' : 'on'}`,
        ),
      );
    }
    const script = SCRIPTS.find(({ name }) => name === first);
    if (!script) return { stderr: USAGE, exit: 1, notImplemented: `chkconfig ${first}` };
    const { policy } = serviceOf(state.host, script);
    if (second === undefined) return { exit: policy === 'off' ? 1 : 0 };
    if (second !== 'on' && second !== 'off') return { stderr: USAGE, exit: 1 };
    state.change((host) => {
      serviceOf(host, script).policy = second;
    });
    return {};
  },
};

const USAGE = 'Usage: chkconfig --list [NAME] | NAME [on|off]\n';

/** @throws Failure where the host has no such service */
function serviceOf({ services }: Host, { name, service }: Script): Host['services'][number] {
  const found = services.find((one) => one.name === service);
  if (found) return found;
  throw new Failure(`-sh: /etc/init.d/${name}: not found`, 127);
}

const said = (lines: readonly string[]): Said => ({ stdout: lines.map((line) => `${line}\n`).join('') });
