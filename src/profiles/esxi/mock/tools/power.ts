import { timeOf } from '../model/system.ts';
import { restart } from '../power/restart.ts';
import type { Tool } from './tool.ts';

/** The host goes down at once, whatever runs: who asked is told nothing, not even an exit. */
export const REBOOT: Tool = {
  name: 'reboot',
  about: 'The host goes down, and comes back with what was configured.',
  run(_, world) {
    world.state.change((host) => restart(host, world, timeOf(host, world)));
    return { drops: true };
  },
};

const goingOff = (name: string): Tool => ({
  name,
  about: 'The host goes off, and answers nobody from then on.',
  run(_, { state }) {
    state.change((host) => {
      host.system.isOff = true;
    });
    return { drops: true };
  },
});

export const POWEROFF = goingOff('poweroff');
export const HALT = goingOff('halt');

export const UPTIME: Tool = {
  name: 'uptime',
  about: 'How long the host has been up.',
  run(_, world) {
    const { host } = world.state;
    const now = timeOf(host, world);
    const seconds = Math.max(0, Math.floor((now - Date.parse(host.identity.booted)) / 1000));
    const clock = (of: number): string =>
      [of / 3600, (of / 60) % 60, of % 60].map((part) => String(Math.floor(part)).padStart(2, '0')).join(':');
    const days = Math.floor(seconds / 86_400);
    const up = `${days === 0 ? '' : `${days} days, `}${clock(seconds % 86_400)}`;
    const load = host.system.load.map((one) => one.toFixed(2)).join(', ');
    return { stdout: ` ${new Date(now).toISOString().slice(11, 19)} up ${up}, load average: ${load}\n` };
  },
};
