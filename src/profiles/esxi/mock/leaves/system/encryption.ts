import { leaf } from '../../esxcli/leaf.ts';
import { bool, str } from '../../esxcli/option.ts';
import { record, table } from '../../esxcli/printed.ts';
import { Failure } from '../../failure.ts';
import { hexOf } from '../../model/derived.ts';
import type { Host } from '../../model/host.ts';
import { recoveryKeyOf } from '../../model/system.ts';

export const ENCRYPTION_LEAVES = [
  leaf({
    path: 'system settings encryption get',
    about: 'Tells how the configuration of the host is encrypted.',
    read: ({ security }) => security,
    prints: record<Host['security']>('Encryption', {
      Mode: ({ encryptionMode }) => encryptionMode.toUpperCase(),
      'Require Executables Only From Installed VIBs': (one) => one.requireExecInstalledOnly,
      'Require Secure Boot': ({ requireSecureBoot }) => requireSecureBoot,
    }),
  }),
  leaf({
    path: 'system settings encryption set',
    about: 'Sets how the configuration of the host is encrypted.',
    options: {
      mode: str('-m|--mode', 'TPM; it cannot be taken back.'),
      exec: bool('-e|--require-exec-installed-only', 'Whether only what a VIB has installed may run.'),
      secureBoot: bool('-s|--require-secure-boot', 'Whether the host must be started in that way.'),
    },
    change: ({ security, hardware }, given) => setEncryption(security, hardware.tpm, given),
  }),
  leaf({
    path: 'system settings encryption recovery list',
    about: 'Lists the keys that the configuration of the host is recovered with.',
    read: ({ security, system }) => (security.encryptionMode === 'TPM' ? system.recoveryKeys : []),
    prints: table<Host['system']['recoveryKeys'][number]>('RecoveryKey', {
      'Recovery ID': ({ id }) => id,
      Key: ({ key }) => key,
    }),
  }),
  leaf({
    path: 'system settings encryption recovery rotate',
    about: 'Makes a new key that the configuration of the host is recovered with.',
    options: { id: str('-k|--keyid', 'Its id.'), uuid: str('-u|--uuid', 'Its id, otherwise.') },
    change({ security, system, identity }) {
      if (security.encryptionMode !== 'TPM') throw new Failure('Encryption mode is not TPM');
      const [before] = system.recoveryKeys;
      const seed = `${identity.uuid}${before?.key ?? ''}`;
      const hex = hexOf(seed, 32).toUpperCase();
      const id = `{${[8, 12, 16, 20, 32].map((end, i, ends) => hex.slice(ends[i - 1] ?? 0, end)).join('-')}}`;
      system.recoveryKeys = [{ id, key: recoveryKeyOf(seed, 1) }];
    },
  }),
];

function setEncryption(
  security: Host['security'],
  hasTpm: boolean,
  given: { mode: string | undefined; exec: boolean | undefined; secureBoot: boolean | undefined },
): void {
  const mode = given.mode?.toUpperCase();
  if (mode !== undefined && mode !== 'TPM' && mode !== 'NONE')
    throw new Failure(`Invalid encryption mode: ${given.mode}`);
  if (mode === 'TPM' && !hasTpm) throw new Failure('The host has no TPM that is active');
  const next = mode === undefined ? security.encryptionMode : mode === 'TPM' ? 'TPM' : 'None';
  if (next === 'None' && security.encryptionMode === 'TPM')
    throw new Failure('The encryption mode cannot be changed from TPM to NONE');
  if (next === 'None' && (given.exec || given.secureBoot))
    throw new Failure('The encryption mode must be TPM for this to be required');
  security.encryptionMode = next;
  if (given.exec !== undefined) security.requireExecInstalledOnly = given.exec;
  if (given.secureBoot !== undefined) security.requireSecureBoot = given.secureBoot;
}
