import type { ProfileOptions } from '../../open-profile.ts';

/** `esxi`, or `esxi=FILE`. */
export function parseProfile(text: string): ProfileOptions {
  const at = text.indexOf('=');
  return at < 0 ? { name: text } : { name: text.slice(0, at), host: text.slice(at + 1) };
}
