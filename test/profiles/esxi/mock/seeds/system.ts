import { readRecords } from './read-text.ts';
import type { Seed } from './seed.ts';

export const SYSTEM_SEEDS: readonly Seed[] = [
  {
    command: 'esxcli system version get',
    host({ stdout }) {
      const fields = readRecords(stdout)[0]?.fields ?? {};
      return {
        identity: {
          product: fields['Product'],
          version: fields['Version'],
          build: Number(/\d+$/.exec(fields['Build'] ?? '')?.[0]),
          update: Number(fields['Update'] ?? 0),
          patch: Number(fields['Patch'] ?? 0),
        },
      };
    },
  },
];
