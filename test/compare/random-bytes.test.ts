import { expect, test } from 'vitest';
import { argv, compared, table } from './answers.ts';
import { type Random, random } from '../support/random.ts';

// Outputs that nobody expects: none throws, and none that differs is called the same.

const SEEDS = [
  table(
    ['Name', 'MTU'],
    [
      ['nic0', '1500'],
      ['nic1', '9000'],
    ],
  ),
  '{"a":[{"name":"x","v":1e5},{"name":"y","v":"\\u0061"}],"b":null}\n',
  '<?xml version="1.0"?>\n<output><root><list type="structure"><structure typeName="T"><field name="A"><string>x</string></field></structure></list></root></output>\n',
  'A,B,\n1,"x,y,",\n2,z,\n',
  'structure[0].T.A.string=x\nstructure[1].T.A.string=y\n',
  'head\n   Key: value\n   Deep:\n      Key: value\n\nother\n   Key: value\n',
  'plain\r\rtext\r\n\n',
];
const FORMATTERS = ['json', 'xml', 'csv', 'keyvalue', 'none'];

function mutated(text: string, tools: Random): Buffer {
  const bytes = Buffer.from(text);
  for (let edits = 1 + tools.int(4); edits > 0; edits--) {
    const at = tools.int(bytes.length);
    if (tools.int(2) === 0) bytes[at] = tools.int(256);
    else bytes.copy(bytes, at, tools.int(bytes.length), bytes.length);
  }
  return tools.int(3) === 0 ? bytes.subarray(0, tools.int(bytes.length)) : bytes;
}

test('no output throws, and a byte that differs is never the same', () => {
  const tools = random();
  for (let run = 0; run < 500; run++) {
    const seed = tools.pick(SEEDS);
    const recorded = tools.int(4) === 0 ? tools.bytes(tools.int(300)) : mutated(seed, tools);
    const current = tools.int(4) === 0 ? tools.bytes(tools.int(300)) : mutated(seed, tools);
    const asked = argv('show', `--formatter=${tools.pick(FORMATTERS)}`);
    const result = compared(recorded, current, { asked });
    const where = `TAPEHEAD_SEED=${tools.seed}, run ${run}: ${JSON.stringify([String(recorded), String(current)])}`;
    expect(result.verdict, where).toBe(recorded.equals(current) ? 'same' : 'drift');
    expect(result.differences.length, where).toBe(Math.min(result.count, 200));
  }
});
