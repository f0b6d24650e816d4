import { describe, expect, it } from 'vitest';
import { aHost } from '../a-host.ts';

const DEPOT = '/vmfs/volumes/datastore1/a.zip';

const withDepot = () =>
  aHost({
    identity: { version: '7.0.3' },
    vibs: [
      { name: 'esx-base', version: '7.0.3-1', vendor: 'VMware', provides: ['esx-version = 7.0.3'] },
      { name: 'net-a', version: '1.0-1', vendor: 'ACME', acceptance: 'PartnerSupported' },
    ],
    depots: [
      {
        at: DEPOT,
        vibs: [
          { name: 'net-a', version: '1.10-1', vendor: 'ACME', acceptance: 'PartnerSupported' },
          {
            name: 'net-b',
            version: '1.0-1',
            vendor: 'ACME',
            acceptance: 'PartnerSupported',
            depends: ['net-a'],
          },
        ],
        profiles: [
          {
            name: 'ACME-7.0.3',
            vendor: 'ACME',
            created: '2026-01-01T00:00:00',
            modified: '2026-01-01T00:00:00',
            acceptance: 'PartnerSupported',
            vibs: ['ACME_bootbank_net-a_1.10-1'],
          },
        ],
      },
      {
        at: '/tmp/c.vib',
        vibs: [
          {
            name: 'c',
            version: '1',
            vendor: 'Me',
            acceptance: 'CommunitySupported',
            liveInstall: true,
            maintenanceMode: false,
          },
        ],
      },
    ],
  });

describe('the software of a mock host', () => {
  it('is installed from depots, in place of what is older', () => {
    const host = withDepot();
    expect(host.say(`esxcli software vib install -d ${DEPOT} --dry-run`)).toContain('Message: Dryrun only');
    expect(host.say('esxcli software vib list')).not.toContain('net-b');
    expect(host.say(`esxcli software vib install -d ${DEPOT}`)).toBe(
      [
        'Installation Result',
        '   Message: The update completed successfully, but the system needs to be rebooted for the changes to be effective.',
        '   Reboot Required: true',
        '   VIBs Installed: ACME_bootbank_net-a_1.10-1, ACME_bootbank_net-b_1.0-1',
        '   VIBs Removed: ACME_bootbank_net-a_1.0-1',
        '   VIBs Skipped: \n',
      ].join('\n'),
    );
    expect(host.say('esxcli software vib list')).toMatch(
      /^net-b +1\.0-1 +ACME +PartnerSupported +2026-01-02$/m,
    );
    expect(host.say('esxcli software profile get')).toMatch(/^\(Updated\) ESXi-/);
    expect(host.say(`esxcli software vib install -d ${DEPOT}`)).toContain(
      'VIBs Skipped: ACME_bootbank_net-a_1.10-1, ',
    );
  });

  it('is told otherwise since 8.0', () => {
    const host = aHost({ vibs: [{ name: 'a', version: '1', vendor: 'V' }] });
    expect(host.say('esxcli software vib remove -n a')).toMatch(
      /VIBs Skipped: \n {3}Reboot Required: true\n {3}DPU Results: \n$/,
    );
    expect(host.say('esxcli software vib list')).toMatch(/Install Date {2}Platforms\n/);
  });

  it('is not removed while something needs it', () => {
    const host = withDepot();
    host.say(`esxcli software vib install -d ${DEPOT}`);
    expect(host.run('esxcli software vib remove -n net-a')).toMatchObject({
      exit: 1,
      stdout:
        ' [DependencyError]\n VIB ACME_bootbank_net-b_1.0-1 requires net-a, but the requirement cannot be satisfied within the ImageProfile.\n Please refer to the log file for more details.\n',
    });
    expect(host.say('esxcli software vib remove -n net-a -n net-b')).toMatch(/^Removal Result\n/);
    expect(host.run('esxcli software vib remove -n net-a')?.stdout).toMatch(/^ \[NoMatchError\]\n/);
    expect(host.run('esxcli software vib get -n net-a')?.exit).toBe(1);
  });

  it('is not taken from where there is none, nor from whom the host does not trust', () => {
    const host = withDepot();
    expect(host.run('esxcli software vib install -d /tmp/none.zip')?.stdout).toMatch(
      /^ \[MetadataDownloadError\]\n Could not download from depot at zip:\/tmp\/none\.zip\?index\.xml, skipping /,
    );
    expect(host.run('esxcli software vib install -v /tmp/none.vib')?.stdout).toMatch(
      /^ \[VibDownloadError\]\n/,
    );
    expect(host.run('esxcli software vib install -v /tmp/c.vib')?.stdout).toMatch(
      /^ \[AcceptanceConfigError\]\n/,
    );
    expect(host.say('esxcli software acceptance set --level=CommunitySupported')).toBe(
      "Host acceptance level changed to 'CommunitySupported'.\n",
    );
    expect(host.say('esxcli software vib install -v /tmp/c.vib')).toMatch(
      /finished successfully\.\n {3}Reboot Required: false\n/,
    );
    expect(host.run('esxcli software acceptance set --level=VMwareCertified')?.exit).toBe(1);
    expect(host.say('esxcli software acceptance get')).toBe('CommunitySupported\n');
  });

  it('is updated to an image profile, or compared with one', () => {
    const host = withDepot();
    expect(host.say(`esxcli software sources profile list -d ${DEPOT}`)).toMatch(
      /^ACME-7\.0\.3 +ACME +PartnerSupported/m,
    );
    expect(host.say(`esxcli software sources vib list -d ${DEPOT}`)).toMatch(/^net-a .* Update$/m);
    expect(host.run(`esxcli software profile update -p none -d ${DEPOT}`)?.stdout).toBe(
      " [NoMatchError]\n No image profile found with name 'none'\n         id = none\n Please refer to the log file for more details.\n",
    );
    expect(host.say(`esxcli software profile validate -p ACME-7.0.3 -d ${DEPOT}`)).toContain(
      'VIBs in Host Only: VMware_bootbank_esx-base_7.0.3-1\n',
    );
    expect(host.say(`esxcli software profile update -p ACME-7.0.3 -d ${DEPOT}`)).toMatch(/^Update Result\n/);
    expect(host.say('esxcli software profile get')).toMatch(/^\(Updated\) ACME-7\.0\.3\n/);
    expect(host.run(`esxcli software profile install -p ACME-7.0.3 -d ${DEPOT}`)?.stdout).toContain(
      '[ProfileVibRemoval]',
    );
    expect(host.say(`esxcli software profile install -p ACME-7.0.3 -d ${DEPOT} --ok-to-remove`)).toContain(
      'esx-base',
    );
    expect(host.say('esxcli software vib list')).not.toContain('esx-base');
  });

  it('needs what the host has, of its version too', () => {
    const install = (version: string, need: string) =>
      aHost({
        identity: { version },
        depots: [{ at: '/a.vib', vibs: [{ name: 'a', version: '1', depends: [need] }] }],
      }).run('esxcli software vib install -v /a.vib');
    expect(install('6.7.0', 'com.vmware.driverAPI-9.2.2.0')?.exit).toBe(0);
    expect(install('7.0.0', 'com.vmware.driverAPI-9.2.2.0')?.stdout).toMatch(/^ \[DependencyError\]\n/);
    expect(install('7.0.0', 'esx-version >= 6.7.0')?.exit).toBe(0);
    expect(install('7.0.0', 'esx-version << 7.0.0')?.exit).toBe(1);
    expect(install('7.0.0', 'nothing-of-it')?.exit).toBe(1);
  });

  it('is verified by its signatures', () => {
    expect(withDepot().say('esxcli software vib signature verify')).toMatch(/^esx-base .* Succeeded$/m);
  });
});
