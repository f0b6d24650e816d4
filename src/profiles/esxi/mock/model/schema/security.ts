import { z } from 'zod';
import { name } from './words.ts';

export const security = z.strictObject({
  fips140Ssh: z.boolean(),
  fips140Rhttpproxy: z.boolean(),
  encryptionMode: z.enum(['None', 'TPM']),
  requireSecureBoot: z.boolean(),
  requireExecInstalledOnly: z.boolean(),
  tlsProfile: z.string(),
  tlsClientProfile: z.string(),
  keyPersistence: z.boolean(),
  domains: z.array(z.strictObject({ name: name(), enforcement: z.string() })),
});
