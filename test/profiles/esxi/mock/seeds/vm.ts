import { readRows } from './read-text.ts';
import type { Seed } from './seed.ts';

export const VM_SEEDS: readonly Seed[] = [
  {
    command: 'esxcli vm process list',
    host({ stdout }) {
      const all = readRows(stdout);
      const places = all.map((fields) => /^\/vmfs\/volumes\/([^/]+)\/(.*)$/.exec(fields['ConfigFile'] ?? ''));
      const volumes = [...new Set(places.map((place) => place?.[1] ?? ''))];
      return {
        volumes: volumes.map((uuid) => ({ name: `volume ${uuid}`, uuid })),
        vms: all.map((fields, i) => ({
          name: fields['DisplayName'] ?? '',
          uuid: (fields['UUID'] ?? '')
            .replace(/[ -]/g, '')
            .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'),
          worldId: Number(fields['WorldID']),
          cartelId: Number(fields['VMXCartelID']),
          power: 'on' as const,
          volume: `volume ${places[i]?.[1]}`,
          vmx: places[i]?.[2] ?? '',
        })),
      };
    },
  },
];
