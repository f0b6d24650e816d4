import type { Command } from 'commander';
import type { ProfileOptions } from '../../open-profile.ts';
import { once } from './values.ts';

/** What commander makes of it. */
export interface ProfileFlags {
  profile?: ProfileOptions;
}

export const addProfileOption = (command: Command): Command =>
  command.option(
    '--profile <name>',
    'what no cassette answers, a model of a host does: esxi, or esxi=FILE, which describes the host',
    once('--profile', parseProfile),
  );

/** `esxi`, or `esxi=FILE`. */
function parseProfile(text: string): ProfileOptions {
  const at = text.indexOf('=');
  return at < 0 ? { name: text } : { name: text.slice(0, at), host: text.slice(at + 1) };
}
