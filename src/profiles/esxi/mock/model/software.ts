import type { Host } from './host.ts';
import { completed, type Given } from './completed.ts';

export type Vib = Host['vibs'][number];
export type Depot = Host['depots'][number];

export const newVib = (given: Given<Vib> & { name: string; version: string }): Vib =>
  completed<Vib>(
    {
      name: given.name,
      version: given.version,
      vendor: 'VMware',
      acceptance: 'VMwareCertified',
      installed: '2026-01-01',
      created: '2025-12-01',
      type: 'bootbank',
      summary: given.name,
      description: '',
      urls: [],
      depends: [],
      conflicts: [],
      replaces: [],
      provides: [],
      maintenanceMode: true,
      hardwarePlatforms: ['vmware'],
      liveInstall: false,
      liveRemove: false,
      stateless: true,
      overlay: false,
      tags: [],
      platforms: ['host'],
      payloads: [given.name.slice(0, 8)],
    },
    given,
  );

export const defaultVibs = ({ version, build }: Host['identity'], drivers: readonly string[]): Vib[] =>
  [...new Set(['esx-base', 'esx-update', 'esxio-base', 'loadesx', 'tools-light', 'vsan', ...drivers])].map(
    (name) =>
      newVib({
        name,
        version: `${version}-0.0.${build}`,
        vendor: drivers.includes(name) ? 'VMW' : 'VMware',
        tags: drivers.includes(name) ? ['driver', 'module'] : [],
      }),
  );

export const newDepot = (given: {
  at: string;
  vibs?: readonly (Given<Vib> & { name: string; version: string })[] | undefined;
  profiles?: Depot['profiles'] | undefined;
}): Depot => ({ at: given.at, vibs: given.vibs?.map(newVib) ?? [], profiles: given.profiles ?? [] });

/** Such as `VMW_bootbank_ne1000_0.9.0-1`. */
export const vibId = ({ vendor, type, name, version }: Vib): string =>
  [vendor, type, name, version].join('_');

export const defaultImageProfile = ({ version, build }: Host['identity']): Host['imageProfile'] => ({
  name: `ESXi-${version}-${build}-standard`,
  vendor: 'VMware, Inc.',
  created: '2025-12-01T00:00:00',
  modified: '2025-12-01T00:00:00',
  stateless: true,
  description: '',
  acceptance: 'PartnerSupported',
});
