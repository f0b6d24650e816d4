import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { LEAVES } from '../../../../src/profiles/esxi/mock/leaves/all.ts';
import { checkDescription, readDescription } from '../../../../src/profiles/esxi/mock/model/check.ts';
import { type Host, hostOf } from '../../../../src/profiles/esxi/mock/model/host.ts';
import { hostJsonSchema } from '../../../../src/profiles/esxi/mock/model/json-schema.ts';
import { randomOf } from '../../../../src/profiles/esxi/mock/random.ts';
import { aHost } from './a-host.ts';

const told = (data: unknown): string => {
  try {
    checkDescription(data);
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    return `${code}: ${message}`;
  }
  return 'nothing';
};

type Path = readonly (string | number)[];

/** Where values stand in some data, of each list the first item alone. */
function* placesIn(data: unknown, path: Path = []): Generator<Path> {
  if (path.length > 0) yield path;
  if (Array.isArray(data)) {
    if (data.length > 0) yield* placesIn(data[0], [...path, 0]);
  } else if (typeof data === 'object' && data !== null) {
    for (const [key, value] of Object.entries(data)) yield* placesIn(value, [...path, key]);
  }
}

const at = (data: unknown, path: Path): unknown =>
  path.reduce<unknown>((value, key) => (value as Readonly<Record<string | number, unknown>>)[key], data);

/** The same data, but for what is at a place; undefined takes it away. */
function withAt(data: unknown, path: Path, value: unknown): unknown {
  const copy = structuredClone(data);
  const within = at(copy, path.slice(0, -1)) as Record<string | number, unknown>;
  const key = path.at(-1) ?? '';
  if (value === undefined) delete within[key];
  else within[key] = value;
  return copy;
}

const asText = (path: Path): string =>
  path
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${key}`))
    .join('')
    .slice(1);

/** With at least one of all that a default host has none of. */
const RICH = hostOf(
  checkDescription({
    size: { vms: 2 },
    dvSwitches: [{ name: 'dvs', uplinks: [], ports: [] }],
    nfs: [{ name: 'share', hosts: ['192.0.2.9'], share: '/exports/a' }],
    depots: [{ at: '/tmp/depot.zip', vibs: [{ name: 'extra', version: '1.0' }] }],
    resourcePools: [{ id: 'pool1', name: 'one' }],
    tasks: [{ id: 'haTask-1-vim.VirtualMachine.powerOn-12' }],
  }),
);

describe('a description of a host', () => {
  it('is a map: what is none is told of as the host', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'host-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const file = join(folder, 'host.yaml');
    writeFileSync(file, '[]\n');
    await expect(readDescription(file)).rejects.toThrow(`${file}:1:1: host: this must be a map, not a list`);
  });

  it('lets no unknown key through, at any depth', () => {
    const open: string[] = [];
    const look = (schema: unknown, place: string): void => {
      if (typeof schema !== 'object' || schema === null) return;
      const { type, additionalProperties, properties } = schema as Readonly<Record<string, unknown>>;
      if (type === 'object' && properties !== undefined && additionalProperties !== false) open.push(place);
      for (const [key, value] of Object.entries(schema)) look(value, `${place}/${key}`);
    };
    look(hostJsonSchema(), '');
    expect(open).toEqual([]);
  });

  it('names what stands where nothing may, under the name that was meant', () => {
    expect(told({ vms: [{ name: 'a', discs: [] }] })).toBe(
      'BAD_HOST: vms[0]: unknown key "discs"; did you mean disks?',
    );
    const polluting: unknown = JSON.parse('{"__proto__": {"nics": []}, "constructor": 1}');
    expect(told(polluting)).toMatch(/^BAD_HOST: /);
    expect(hostOf().nics).toHaveLength(2);
  });

  it('has values of their types, or says which is none, with its place', () => {
    const wrong: string[] = [];
    for (const path of placesIn(RICH)) {
      const [list = ''] = path;
      const value = at(RICH, path);
      if (typeof value === 'object') continue;
      for (const other of [[], null, typeof value === 'string' ? 5 : 'text', Infinity]) {
        if (other === Infinity && typeof value === 'string') continue;
        const { [list]: part } = withAt(RICH, path, other) as Readonly<Record<string, unknown>>;
        const message = told({ [list]: part });
        const isEither = asText(path).startsWith('advanced[0].') && typeof other !== 'object';
        if (!isEither && !message.startsWith(`BAD_HOST: ${asText(path)}`))
          wrong.push(`${asText(path)}: ${message.slice(0, 99)}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('has nothing twice of what is known by something', () => {
    const twice = Object.entries(RICH).filter(
      ([, value]) => Array.isArray(value) && typeof value[0] === 'object',
    );
    const through = twice.filter(([list, items]) => {
      const [first, ...rest] = items as unknown[];
      return !told({ ...RICH, [list]: [first, first, ...rest] }).includes(' already');
    });
    expect(through.map(([list]) => list)).toEqual(['routes', 'neighbors', 'connections']);
  });

  it.each<[string, unknown, string]>([
    [
      'interface of a route',
      { routes: [{ network: 'default', vmk: 'vmk9' }] },
      'routes[0].vmk: there is no interface named "vmk9"',
    ],
    [
      'port group of an interface',
      { vmks: [{ name: 'vmk0', portGroup: 'x' }] },
      'vmks[0].portGroup: there is no port group',
    ],
    [
      'switch of a port group',
      { portGroups: [{ name: 'a', vSwitch: 'none' }] },
      'portGroups[0].vSwitch: there is no vSwitch',
    ],
    [
      'device of a volume',
      { volumes: [{ name: 'a', device: 'naa.0' }] },
      'volumes[0].device: there is no device',
    ],
    [
      'adapter of a path',
      { adapters: [{ name: 'vmhba9' }], paths: [{ name: 'p', device: 'naa.0' }] },
      'paths[0].device: there is no device',
    ],
    [
      'port group of a VM',
      { vms: [{ name: 'a', nics: [{ portGroup: 'x' }] }] },
      'vms[0].nics[0].portGroup: there is no port group',
    ],
    ['pool of a VM', { vms: [{ name: 'a', pool: 'x' }] }, 'vms[0].pool: there is no resource pool'],
    ['pool of a pool', { resourcePools: [{ id: 'a', parent: 'x' }] }, 'parent: there is no resource pool'],
    [
      'VM of the autostart',
      {
        autostart: {
          vms: [
            {
              vm: 77,
              startOrder: 1,
              startDelay: 1,
              waitForHeartbeat: 'no',
              startAction: 'powerOn',
              stopDelay: 1,
              stopAction: 'powerOff',
            },
          ],
        },
      },
      'autostart.vms[0].vm: there is no VM named "77"',
    ],
    [
      'snapshot of a VM',
      { vms: [{ name: 'a', snapshot: 3 }] },
      'vms[0].snapshot: there is no snapshot named "3"',
    ],
    [
      'stack of an interface',
      { vmks: [{ name: 'vmk0', netstack: 'x' }] },
      'vmks[0].netstack: there is no TCP/IP stack named "x"',
    ],
    [
      'uplink, of two switches',
      {
        vSwitches: [
          { name: 'a', uplinks: ['vmnic0'] },
          { name: 'b', uplinks: ['vmnic0'] },
        ],
      },
      'vSwitches[1].uplinks[0]: vmnic0 is an uplink of "a" already',
    ],
  ])('refers to what is there: %s', (_, data, message) => {
    expect(told(data)).toContain(message);
  });

  it('that is let through is a host that answers whatever is read', () => {
    const random = randomOf('descriptions');
    const oneOf = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)] as T;
    const places = [...placesIn(RICH)];
    const reads = LEAVES.filter(({ read, options = {} }) => {
      const needs = Object.values(options).some(({ isRequired }) => isRequired);
      return read !== undefined && !needs;
    }).map(({ path }) => `localcli ${path}`);
    const wrong = new Set<string>();
    let through = 0;
    for (let i = 0; i < 150; i++) {
      const path = oneOf(places);
      const value: unknown = at(RICH, path);
      const other = oneOf([undefined, [], '', 0, 1e15, '"\n\\', !value]);
      const data = withAt(RICH, path, other) as Host;
      if (told(data) !== 'nothing') continue;
      through++;
      const host = aHost(checkDescription(data));
      for (const command of [...reads, 'vim-cmd vmsvc/getallvms', 'vim-cmd hostsvc/hostsummary']) {
        try {
          host.run(command);
        } catch (error) {
          wrong.add(`${asText(path)} = ${JSON.stringify(other)}: ${command}: ${String(error)}`);
        }
      }
    }
    expect([...wrong].slice(0, 10)).toEqual([]);
    expect(through).toBeGreaterThan(10);
  });
});
