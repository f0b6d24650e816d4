import { leaf } from '../../esxcli/leaf.ts';
import { flag, required, str } from '../../esxcli/option.ts';
import { Failure } from '../../failure.ts';
import { TLS } from '../../model/tls.ts';

export const TLS_LEAVES = [
  ...(['server', 'client'] as const).flatMap((side) => {
    const key = side === 'server' ? 'tlsProfile' : 'tlsClientProfile';
    return [
      leaf({
        path: `system tls ${side} get`,
        about: `Tells how the host is a ${side} of TLS.`,
        options: {
          boot: flag('--show-current-boot-profile', 'What it is since the last start, too.'),
          defaults: flag('--show-profile-defaults', 'What the profile means, too.'),
        },
        read: ({ security }, given) => tlsText(security[key], given),
      }),
      leaf({
        path: `system tls ${side} set`,
        about: `Sets how the host is a ${side} of TLS, from the next start on.`,
        options: { profile: required(str('-p|--profile', `${Object.keys(TLS).join(', ')}.`)) },
        change({ security }, { profile }) {
          if (!TLS[profile])
            throw new Failure(`Invalid TLS profile: ${profile}. Valid: ${Object.keys(TLS).join(', ')}`);
          security[key] = profile;
        },
      }),
    ];
  }),
];

/** As a record, of which there is only as much as is asked for. */
function tlsText(name: string, { defaults }: { defaults: boolean }): string {
  const profile = TLS[name];
  const lines: (readonly [string, string])[] = [['Profile', name]];
  if (profile && (defaults || name === 'MANUAL')) {
    lines.push(
      ['Cipher List', profile.cipherList],
      ['Cipher Suite', profile.cipherSuites],
      ['Groups', profile.groups],
      ['Protocol Versions', profile.versions],
    );
  }
  return lines.map(([title, value]) => `   ${title}: ${value}\n`).join('');
}
