import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Host } from '../model/host.ts';
import { ROOT_POOL, type ResourcePool } from '../model/vms.ts';
import { bytesOf } from '../text.ts';
import type { World } from '../world.ts';

/** Where the host's agent keeps its resource pools, and which VMs are in each. */
export const POOLS_FILE = '/etc/vmware/hostd/pools.xml';

/** Writes the file anew, where files are made. */
export function keepPoolsFile({ files, state }: Pick<World, 'files' | 'state'>): void {
  if (!files.isMade) return;
  const path = files.onDisk(POOLS_FILE);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytesOf(poolsXml(state.host)));
}

export function poolsXml({ resourcePools, vms }: Pick<Host, 'resourcePools' | 'vms'>): string {
  const parents = new Map(resourcePools.map((pool) => [pool.id, pool]));
  const pathOf = ({ id, parent }: ResourcePool): string => {
    const on = parents.get(parent);
    return on ? `${pathOf(on)}/${id}` : 'host/user';
  };
  const pools = resourcePools.map((pool, i) =>
    element('resourcePool', i, [
      ['name', pool.name],
      ['objID', pool.id],
      ['path', pathOf(pool)],
    ]),
  );
  const within = vms
    .filter(({ pool }) => pool !== ROOT_POOL)
    .map(({ id, pool }, i) =>
      element('vm', i, [
        ['objID', String(id)],
        ['resourcePool', pool],
      ]),
    );
  return `<ConfigRoot>\n${[...pools, ...within].join('')}</ConfigRoot>\n`;
}

function element(tag: string, number: number, fields: readonly (readonly [string, string])[]): string {
  const lines = fields.map(([name, value]) => `    <${name}>${escaped(value)}</${name}>\n`);
  return `  <${tag} id="${String(number).padStart(4, '0')}">\n${lines.join('')}  </${tag}>\n`;
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
