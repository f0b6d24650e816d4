import { expect, test } from 'vitest';
import { CassetteFile } from '../../src/cassette/file.ts';
import { toText } from '../../src/cassette/text.ts';
import { recordingJson } from '../../src/cli/recording-json.ts';
import { TempFolder, writeCassette } from '../support/tape.ts';

test('the folder it was asked in is bytes, too, with the slots in it', () => {
  using folder = new TempFolder();
  const slots = [{ offset: 5, length: 3, class: 'key', id: 1 }];
  const cwd = { bytes: Buffer.from('/srv/***'), slots };
  using file = CassetteFile.open(
    writeCassette(folder.file('a.cassette'), [{ command: 'ls', stdout: '', cwd }]),
  );
  expect(JSON.parse([...recordingJson(file, 0)].join(''))).toMatchObject({
    cwd: { text: '/srv/***', slots },
  });
  expect([...toText(file)].join('')).toContain("  cwd: $'/srv/\\{key#1}'");
});

test('a recording is one line of JSON, with bytes as text where they are text', () => {
  using folder = new TempFolder();
  const bytes = Buffer.from([0xff, 0x00]);
  using file = CassetteFile.open(
    writeCassette(folder.file('a.cassette'), [
      {
        command: 'cat x\xff',
        stdout: 'é\n',
        events: [{ type: 'stderr', bytes, at: 5 }],
        start: 7,
        duration: 9,
      },
    ]),
  );
  const line = [...recordingJson(file, 0)].join('');
  expect(line.match(/\n/g)).toHaveLength(1);
  expect(JSON.parse(line)).toEqual({
    cassette: file.path,
    recording: 1,
    asked: { kind: 'string', command: { base64: Buffer.from('cat x\xff', 'latin1').toString('base64') } },
    env: [],
    origin: 'default',
    start: 7,
    slots: [],
    events: [
      { type: 'stdout', base64: '6Qo=', at: 1 },
      { type: 'stderr', base64: '/wA=', at: 5 },
      { type: 'outcome', outcome: { kind: 'exited', code: 0 }, at: 9 },
    ],
    notes: [],
  });
});
