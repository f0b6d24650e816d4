import type { Area } from '../area.ts';
import { IDENTITY_LEAVES } from './identity.ts';

export const SYSTEM: Area = {
  namespaces: {
    system: 'What concerns the system as a whole.',
    'system hostname': 'The name of the host.',
    'system version': 'The version of the host.',
  },
  leaves: [...IDENTITY_LEAVES],
};
