import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { Zip } from '../../../../../src/profiles/esxi/mock/software/zip.ts';
import { aHost } from '../a-host.ts';

const descriptor = (name: string, version: string): string => `<vib version="5.0">
  <type>bootbank</type><name>${name}</name><version>${version}</version><vendor>ACME</vendor>
  <summary>A &amp; B</summary><description>Of tests</description><release-date>2026-01-01T00:00:00</release-date>
  <relationships><depends><constraint name="vmkapi_2_2_0_0"/><constraint name="esx-version" relation="&gt;=" version="7.0.0"/></depends>
  <conflicts/><replaces/><provides/></relationships>
  <software-tags><tag>driver</tag></software-tags>
  <system-requires><maintenance-mode>false</maintenance-mode></system-requires>
  <live-install-allowed>true</live-install-allowed><live-remove-allowed>true</live-remove-allowed>
  <acceptance-level>partner</acceptance-level><stateless-ready>true</stateless-ready><overlay>false</overlay>
  <payloads><payload name="net-a" type="tgz"/></payloads>
</vib>`;

/** An archive of ar with one file. */
function ar(name: string, text: string): Buffer {
  const head = `${name.padEnd(16)}${'0'.padEnd(12)}${'0'.padEnd(6)}${'0'.padEnd(6)}${'100644'.padEnd(8)}${String(Buffer.byteLength(text)).padEnd(10)}\`\n`;
  return Buffer.from(`!<arch>\n${head}${text}`);
}

/** An archive of zip; all is deflated. */
function zip(files: Readonly<Record<string, string | Buffer>>): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const [name, text] of Object.entries(files)) {
    const bytes = Buffer.from(text);
    const packed = deflateRawSync(bytes);
    const head = Buffer.alloc(26);
    head.writeUInt16LE(20, 0);
    head.writeUInt16LE(8, 4);
    head.writeUInt32LE(packed.length, 14);
    head.writeUInt32LE(bytes.length, 18);
    head.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from('PK\u0003\u0004'), head, Buffer.from(name), packed]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(at, 10);
    directory.push(Buffer.concat([Buffer.from('PK\u0001\u0002\u0014\u0000'), head, rest, Buffer.from(name)]));
    locals.push(local);
    at += local.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt32LE(listed.length, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...locals, listed, Buffer.from('PK\u0005\u0006'), end]);
}

const DEPOT = zip({
  'index.xml': '<vendorList/>',
  'metadata.zip': zip({
    'vibs/a.xml': descriptor('net-a', '2.0-1'),
    'vibs/b.xml': descriptor('net-b', '1.0-1'),
    'profiles/p.xml':
      '<imageprofile><name>P</name><creator>ACME</creator><creationtime>2026-01-01T00:00:00.0</creationtime><acceptancelevel>partner</acceptancelevel><viblist><vib><vib-id>ACME_bootbank_net-b_1.0-1</vib-id></vib></viblist></imageprofile>',
  }),
});

function hostWith(path: string, bytes: Buffer | string) {
  const host = aHost({ identity: { version: '7.0.3' } });
  const place = host.profile.onDisk('default', path);
  mkdirSync(dirname(place), { recursive: true });
  writeFileSync(place, bytes);
  return host;
}

describe('software that was copied to a mock host', () => {
  it('is installed from a VIB', () => {
    const host = hostWith('/tmp/a.vib', ar('descriptor.xml', descriptor('net-a', '2.0-1')));
    expect(host.say('esxcli software vib install -v /tmp/a.vib')).toContain(
      'VIBs Installed: ACME_bootbank_net-a_2.0-1\n',
    );
    expect(host.say('esxcli software vib get -n net-a')).toMatch(
      /Summary: A & B\n[\s\S]*Depends: vmkapi_2_2_0_0, esx-version >= 7\.0\.0\n[\s\S]*Tags: driver\n {3}Payloads: net-a\n/,
    );
  });

  it('is installed from an offline depot', () => {
    const host = hostWith('/vmfs/volumes/datastore1/a.zip', DEPOT);
    expect(host.say('esxcli software sources vib list -d /vmfs/volumes/datastore1/a.zip')).toMatch(
      /^net-b .* New$/m,
    );
    expect(host.say('esxcli software sources profile list -d /vmfs/volumes/datastore1/a.zip')).toMatch(
      /^P +ACME +PartnerSupported/m,
    );
    expect(host.say('esxcli software profile update -p P -d /vmfs/volumes/datastore1/a.zip')).toContain(
      'net-b_1.0-1',
    );
    expect(host.say('esxcli software vib install -d /vmfs/volumes/datastore1/a.zip -n net-a')).toContain(
      'net-a_2.0-1',
    );
  });

  it('is refused where it is neither', () => {
    const host = hostWith('/tmp/a.zip', 'nothing');
    expect(host.run('esxcli software vib install -d /tmp/a.zip')?.stdout).toContain('File is not a zip file');
    expect(host.run('esxcli software vib install -v /tmp/a.zip')?.stdout).toContain(
      'Not a valid VIB archive',
    );
    expect(host.run('esxcli software vib install -d /tmp/none.zip')?.stdout).toContain(
      'No such file or directory',
    );
  });

  it('is refused where it is broken', () => {
    for (let cut = 0; cut < DEPOT.length; cut += 37) {
      const host = hostWith('/tmp/a.zip', DEPOT.subarray(cut));
      expect(host.run('esxcli software sources vib list -d /tmp/a.zip')).toBeDefined();
    }
  });
});

describe('archives that are made to do harm', () => {
  it.each([
    ['tags that do not end', '<name>'.repeat(500_000)],
    ['tags without an end', '<payloads><payload '.repeat(300_000)],
  ])('are read in the time that they are long: %s', (_, text) => {
    const host = hostWith('/tmp/a.vib', ar('descriptor.xml', `<vib >${text}`));
    expect(host.run('esxcli software vib install -v /tmp/a.vib')?.exit).toBe(1);
  });

  it('give so much and no more, those within them too', () => {
    const bytes = zip({ a: 'x'.repeat(600), 'b.zip': zip({ c: 'x'.repeat(600) }), d: 'x'.repeat(10) });
    const source = {
      size: bytes.length,
      read: (at: number, length: number) => bytes.subarray(at, at + length),
    };
    const opened = Zip.open(source, { bytes: 1000 });
    expect(opened?.read('a')).toHaveLength(600);
    expect(opened?.openWithin('b.zip')?.read('c')).toBeUndefined();
    expect(opened?.read('d')).toHaveLength(10);
    expect(Zip.open(source, { bytes: 1000 })?.openWithin('b.zip')?.read('c')).toHaveLength(600);
  });
});
