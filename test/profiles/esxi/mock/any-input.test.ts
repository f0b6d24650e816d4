import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { LEAVES } from '../../../../src/profiles/esxi/mock/leaves/all.ts';
import { checkDescription } from '../../../../src/profiles/esxi/mock/model/check.ts';
import { hostOf } from '../../../../src/profiles/esxi/mock/model/host.ts';
import { referenceProblems } from '../../../../src/profiles/esxi/mock/model/references.ts';
import { host as wholeHost } from '../../../../src/profiles/esxi/mock/model/schema/host.ts';
import { hostYaml } from '../../../../src/profiles/esxi/mock/model/yaml.ts';
import { randomOf } from '../../../../src/profiles/esxi/mock/random.ts';
import { TOOLS } from '../../../../src/profiles/esxi/mock/tools/all.ts';
import { aHost } from './a-host.ts';

const VALUES = [
  'vmnic0',
  'vSwitch0',
  '-1',
  '0',
  '4095',
  'true',
  '',
  '/',
  '../..',
  'ü"\'\n',
  '999999999999999',
  'default',
];
const ROUNDS = 3000;

describe('whatever is asked', () => {
  const random = randomOf('any input');
  const oneOf = <T>(all: readonly T[]): T | undefined => all[Math.floor(random() * all.length)];
  const value = (): string | Uint8Array =>
    random() < 0.1 ? Buffer.from([0x80 + random() * 127]) : (oneOf(VALUES) ?? '');

  /** A command with options of its own, most with values. */
  function aLeaf(): (string | Uint8Array)[] {
    const leaf = oneOf(LEAVES);
    const options = Object.values(leaf?.options ?? {}).filter(
      (option) => option.isRequired || random() < 0.4,
    );
    const words = options.flatMap((option) => [
      (random() < 0.5 ? option.short : undefined) ?? option.long,
      ...(option.kind === 'flag' ? [] : [value()]),
    ]);
    return [
      oneOf(['esxcli', 'localcli']) ?? '',
      ...(leaf?.path.split(' ') ?? []),
      ...words,
      ...(random() < 0.1 ? [value()] : []),
    ];
  }

  const aTool = (): (string | Uint8Array)[] => [
    oneOf([...TOOLS.keys()]) ?? '',
    ...Array.from({ length: random() * 4 }, () =>
      random() < 0.5 ? `-${oneOf([...'acdeghilpstv'])}` : value(),
    ),
  ];

  it('is answered, and leaves a host that is whole', () => {
    const host = aHost();
    const wrong: string[] = [];
    for (let i = 0; i < ROUNDS; i++) {
      const command = random() < 0.7 ? aLeaf() : aTool();
      try {
        const { exit } = host.run(command) ?? { exit: 0 };
        if (!Number.isInteger(exit) || exit < 0 || exit > 255)
          wrong.push(`${command.join(' ')}: exit ${exit}`);
      } catch (error) {
        wrong.push(`${command.map(String).join(' ')}: ${String(error)}`);
      }
    }
    expect(wrong.slice(0, 10)).toEqual([]);
    const { error } = wholeHost.safeParse(host.host);
    expect(error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? []).toEqual([]);
    expect(referenceProblems(host.host)).toEqual([]);
    const yaml = hostYaml(host.host);
    const again = hostOf(checkDescription(parse(yaml)));
    expect(again).toEqual(host.host);
    expect(hostYaml(again)).toBe(yaml);
  });
});
