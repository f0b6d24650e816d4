import { type Vib, vibId } from '../model/software.ts';

/** By name, name:version, vendor:name or vendor:name:version, or by its id. */
export const isCalled = (vib: Vib, spec: string): boolean => {
  const { name, vendor, version } = vib;
  return [
    name,
    `${name}:${version}`,
    `${vendor}:${name}`,
    `${vendor}:${name}:${version}`,
    vibId(vib),
  ].includes(spec);
};

/** Numbers as numbers, words as words. */
export function compareVersions(a: string, b: string): number {
  const [as, bs] = [a, b].map((text) => text.match(/\d+|[a-z]+/gi) ?? []);
  for (let i = 0; i < Math.max(as?.length ?? 0, bs?.length ?? 0); i++) {
    const [x = '', y = ''] = [as?.[i], bs?.[i]];
    const areNumbers = /^\d+$/.test(x) && /^\d+$/.test(y);
    const difference = areNumbers ? Number(x) - Number(y) : x < y ? -1 : x > y ? 1 : 0;
    if (difference !== 0) return difference;
  }
  return 0;
}
