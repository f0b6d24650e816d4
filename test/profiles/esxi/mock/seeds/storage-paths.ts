import type { Description } from '../../../../../src/profiles/esxi/mock/model/host.ts';
import { listOf, readRecords } from './read-text.ts';
import type { Published } from './seed.ts';
import { none, yes } from './storage-none.ts';

export function hppPaths({ stdout }: Published): Description {
  const records = readRecords(stdout);
  const first = records[0]?.fields ?? {};
  const name = first['Device'] ?? '';
  const adapters = [
    ...new Set(records.map(({ fields }) => (fields['Runtime Name'] ?? '').split(':')[0] ?? '')),
  ];
  return {
    ...none,
    adapters: adapters.map((adapter) => ({ name: adapter })),
    devices: [{ name, displayName: first['Device Display Name'], plugin: 'HPP' }],
    paths: records.map(({ heading, fields }) => ({
      name: fields['Runtime Name'] ?? '',
      device: name,
      uid: heading,
      state: fields['Path State'],
      config: fields['Path Config'],
    })),
  };
}

export function nmpDevice({ stdout }: Published): Description {
  const [record] = readRecords(stdout);
  const { heading: name = '', fields = {} } = record ?? {};
  const working = listOf(fields['Working Paths']);
  return {
    ...none,
    adapters: [...new Set(working.map((path) => path.split(':')[0] ?? ''))].map((adapter) => ({
      name: adapter,
    })),
    devices: [
      {
        name,
        plugin: 'NMP',
        displayName: fields['Device Display Name'],
        satp: fields['Storage Array Type'],
        satpConfig: fields['Storage Array Type Device Config'],
        psp: fields['Path Selection Policy'],
        isUsb: yes(fields['Is USB']),
      },
    ],
    paths: working.map((path) => ({ name: path, device: name })),
  };
}
