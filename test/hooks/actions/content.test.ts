import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contentOf, fillIn } from '../../../src/hooks/actions/content.ts';

const captures = new Map([
  ['nic', Buffer.from('vmnic0')],
  ['raw', Buffer.from([0xff])],
]);

const filled = (text: string): string => Buffer.from(fillIn(text)(captures)).toString('latin1');

describe('content with captures', () => {
  it.each([
    ['${nic} is up', 'vmnic0 is up'],
    ['${nic}${nic}', 'vmnic0vmnic0'],
    ['${raw}', '\xff'],
    ['[${nothing}]', '[]'],
    ['$${nic} stays', '${nic} stays'],
    ['$nic, $(nic), ${1} and $$ stay', '$nic, $(nic), ${1} and $$ stay'],
    ['', ''],
  ])('%j says %j', (text, said) => {
    expect(filled(text)).toBe(said);
  });
});

describe('content of a file', () => {
  let home: string;
  beforeAll(() => {
    home = mkdtempSync(join(tmpdir(), 'tapehead-content-'));
    mkdirSync(join(home, 'suite/out'), { recursive: true });
    writeFileSync(join(home, 'suite/out/nics'), Buffer.from([0, 0xff, 0x24, 0x7b]));
    writeFileSync(join(home, 'secret'), 'secret');
    symlinkSync('../secret', join(home, 'suite/link'));
  });
  afterAll(() => rmSync(home, { recursive: true }));

  const said = (file: string, folder: string | undefined = join(home, 'suite')): Buffer =>
    Buffer.from(contentOf({ file }, { folder })(captures));

  it('is its bytes, with nothing filled in', () => {
    expect(said('out/nics')).toEqual(Buffer.from([0, 0xff, 0x24, 0x7b]));
    expect(said(join(home, 'suite/out/../out/nics'))).toHaveLength(4);
  });

  it.each(['../secret', 'link', 'out/../../secret'])(
    'outside the folder of the manifest is refused: %s',
    (file) => {
      expect(() => said(file)).toThrow(
        expect.objectContaining({ code: 'BAD_HOOK', message: `${file} lies outside the manifest's folder` }),
      );
    },
  );

  it('is not waited for where it is a pipe, nor read where it is a folder', () => {
    execFileSync('mkfifo', [join(home, 'suite/pipe')]);
    for (const file of ['pipe', 'out', '.']) {
      expect(() => said(file)).toThrow(
        expect.objectContaining({ code: 'BAD_HOOK', message: `${file} cannot be read: it is no file` }),
      );
    }
  });

  it('that is not there is an error', () => {
    expect(() => said('none')).toThrow(expect.objectContaining({ code: 'BAD_HOOK' }));
  });

  it('is refused where there is no folder', () => {
    const read = (): unknown => contentOf({ file: 'a' }, { folder: undefined });
    expect(read).toThrow('a cannot be read: this hook comes from no file that it could lie beside');
  });
});

describe('content in base64', () => {
  it('is its bytes', () => {
    expect(contentOf({ base64: '/wA=' }, { folder: undefined })(captures)).toEqual(Buffer.from([0xff, 0]));
  });
});
