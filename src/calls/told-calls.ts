import { callText } from '../asked-text.ts';
import type { Call, Provenance } from '../calls.ts';
import { describeOutcome } from '../outcome.ts';
import { plural } from '../plural.ts';
import { visible } from '../visible.ts';

/** At most so many are told one by one. */
const TOLD = 20;

/** What was asked, for people, a line a call, and below it why a call is not what was looked for, where it is not. */
export function toldCalls(calls: readonly { call: Call; why: string | undefined }[]): string {
  const { length } = calls;
  if (length === 0) return 'nothing was asked';
  const lines = calls
    .slice(-TOLD)
    .map(({ call, why }) => `\n  ${toldCall(call)}${why === undefined ? '' : `\n     ${visible(why)}`}`);
  const before = length > TOLD ? `\n  (${length - TOLD} more before these)` : '';
  return `${length} ${plural(length, 'call')} ${length === 1 ? 'was' : 'were'} asked:${before}${lines.join('')}`;
}

/** `3. esxcli network nic list: exited 0, from cassette nic.cassette, recording 1` */
function toldCall(call: Call): string {
  const { number, provenance, outcome } = call;
  const command = `${number}. ${callText(call)}`;
  if (!provenance) return `${command}: still under way`;
  const ended = outcome ? describeOutcome(outcome) : 'nothing was answered';
  return `${command}: ${visible(ended)}, from ${toldProvenance(provenance)}`;
}

/** Where an answer came from, for people. */
export function toldProvenance(provenance: Provenance): string {
  switch (provenance.from) {
    case 'cassette':
      return `cassette ${visible(provenance.file)}, recording ${provenance.index + 1}${told(provenance.normalisers)}`;
    case 'upstream':
      return `upstream ${visible(provenance.url)}`;
    case 'hook':
    case 'fault':
      return `${provenance.from} ${visible(provenance.hook)}`;
    case 'passthrough':
      return 'passthrough';
    case 'profile':
      return `profile ${visible(provenance.profile)}${provenance.notImplemented === undefined ? '' : ', which has no such command'}`;
    case 'miss':
      return `miss: ${visible(provenance.reason)}`;
    case 'trouble':
      return `trouble: ${visible(provenance.reason)}`;
  }
}

const told = (normalisers: readonly string[] = []): string =>
  normalisers.length === 0 ? '' : `, by normaliser ${normalisers.map(visible).join(', ')}`;
