import type { Host } from '../model/host.ts';
import { type Vib, vibId } from '../model/software.ts';
import { isVersion } from '../model/version.ts';
import { softwareError } from './error.ts';
import { compareVersions } from './versions.ts';

/** What became of it, as esxcli tells. */
export interface Installed {
  kind: 'Installation' | 'Removal' | 'Update';
  message: string;
  reboot: boolean;
  installed: string[];
  removed: string[];
  skipped: string[];
}

export interface Rules {
  dryRun: boolean;
  force: boolean;
  maintenanceMode: boolean;
  noLive: boolean;
}

/** Milliseconds since the epoch, and how it is done. */
export interface InstallRules extends Rules {
  now: number;
  /** Those that are older stay away; the result has that name. */
  isUpdate: boolean;
  noSignature: boolean;
}

const DONE = 'Operation finished successfully.';
const REBOOT =
  'The update completed successfully, but the system needs to be rebooted for the changes to be effective.';
const DRY = 'Dryrun only, host not changed. The following installers will be applied: [BootBankInstaller]';

/** In place of those of the same name, and of those that they replace. @throws Failure: then nothing has changed */
export function install(host: Host, vibs: readonly Vib[], rules: InstallRules): Installed {
  const isThere = (vib: Vib): boolean => host.vibs.some((one) => vibId(one) === vibId(vib));
  const isOlder = (vib: Vib): boolean =>
    rules.isUpdate &&
    host.vibs.some(({ name, version }) => name === vib.name && compareVersions(version, vib.version) >= 0);
  const skipped = vibs.filter((vib) => isThere(vib) || isOlder(vib));
  const added = vibs.filter((vib) => !skipped.includes(vib));
  const gone = host.vibs.filter((one) =>
    added.some(
      ({ name, replaces }) => name === one.name || replaces.some((spec) => nameOf(spec) === one.name),
    ),
  );
  const rest = host.vibs.filter((one) => !gone.includes(one));
  if (!rules.force) {
    checkAcceptance(host, added, rules.noSignature);
    checkDependencies(host, [...rest, ...added], added);
  }
  checkMaintenanceMode(host, rules, added, gone);
  const isLive =
    !rules.noLive &&
    [...added.map((vib) => vib.liveInstall), ...gone.map((vib) => vib.liveRemove)].every(Boolean);
  const result = resultOf(rules.isUpdate ? 'Update' : 'Installation', rules, added, gone, skipped, isLive);
  if (rules.dryRun) return result;
  const today = new Date(rules.now).toISOString().slice(0, 10);
  host.vibs = [...added.map((vib) => ({ ...vib, installed: today })), ...rest];
  updateProfile(host, rules.now, added.length + gone.length > 0);
  return result;
}

/** @throws Failure: then nothing has changed */
export function remove(host: Host, vibs: readonly Vib[], rules: Rules): Installed {
  const ids = new Set(vibs.map(vibId));
  const rest = host.vibs.filter((vib) => !ids.has(vibId(vib)));
  if (!rules.force) checkDependencies(host, rest, rest);
  checkMaintenanceMode(host, rules, [], vibs);
  const isLive = !rules.noLive && vibs.every(({ liveRemove }) => liveRemove);
  const result = resultOf('Removal', rules, [], vibs, [], isLive);
  if (!rules.dryRun) {
    host.vibs = rest;
    updateProfile(host, undefined, true);
  }
  return result;
}

function resultOf(
  kind: Installed['kind'],
  { dryRun }: Rules,
  added: readonly Vib[],
  gone: readonly Vib[],
  skipped: readonly Vib[],
  isLive: boolean,
): Installed {
  const changes = added.length + gone.length > 0;
  const reboot = changes && !isLive;
  return {
    kind,
    message:
      dryRun && changes
        ? DRY
        : reboot
          ? REBOOT
          : changes || skipped.length > 0
            ? DONE
            : 'Host is not changed.',
    reboot,
    installed: added.map(vibId),
    removed: gone.map(vibId),
    skipped: skipped.map(vibId),
  };
}

const RANKS = ['CommunitySupported', 'PartnerSupported', 'VMwareAccepted', 'VMwareCertified'] as const;
const WORDS = {
  CommunitySupported: 'community',
  PartnerSupported: 'partner',
  VMwareAccepted: 'accepted',
  VMwareCertified: 'certified',
};

/** Whether a VIB is trusted as much as the host demands. */
export const isAccepted = (vib: Pick<Vib, 'acceptance'>, least: Vib['acceptance']): boolean =>
  RANKS.indexOf(vib.acceptance) >= RANKS.indexOf(least);

function checkAcceptance({ imageProfile }: Host, vibs: readonly Vib[], noSignature: boolean): void {
  const vib = vibs.find((one) => !isAccepted(one, imageProfile.acceptance));
  if (!vib || noSignature) return;
  const id = vibId(vib);
  throw softwareError(
    'AcceptanceConfigError',
    `VIB ${id}'s acceptance level is ${WORDS[vib.acceptance]}, which is not compliant with the ImageProfile acceptance level ${WORDS[imageProfile.acceptance]}\nTo change the host acceptance level, use the 'esxcli software acceptance set' command.`,
  );
}

/** `others` are those that the host would have then; `vibs` are those of them to look at. */
function checkDependencies({ identity }: Host, others: readonly Vib[], vibs: readonly Vib[]): void {
  const provided = new Set(others.flatMap(({ name, provides }) => [name, ...provides.map(nameOf)]));
  const lines = vibs.flatMap((vib) => [
    ...vib.depends
      .filter((spec) => !provided.has(nameOf(spec)) && !isOfPlatform(spec, identity.version))
      .map(
        (spec) =>
          `VIB ${vibId(vib)} requires ${spec}, but the requirement cannot be satisfied within the ImageProfile.`,
      ),
    ...others
      .filter((other) => other !== vib && vib.conflicts.some((spec) => nameOf(spec) === other.name))
      .map((other) => `VIB ${vibId(vib)} conflicts with ${vibId(other)}.`),
  ]);
  if (lines.length > 0) throw softwareError('DependencyError', lines.join('\n'));
}

/** What the base of the host provides, without a word of it: since 7.0 no longer what drivers of Linux need. */
function isOfPlatform(spec: string, version: string): boolean {
  const name = nameOf(spec);
  if (name.startsWith('com.vmware.driverAPI')) return isVersion(version, { before: '7.0' });
  if (name !== 'esx-version') return /^(vmkapi_|com\.vmware\.|misc-|sm-)/.test(name) || name === 'esx-base';
  const [, relation = '>=', wanted = '0'] = / *([<>=]+) *(\S+)/.exec(spec.slice(name.length)) ?? [];
  const order = compareVersions(version, wanted);
  return relation.includes('=') && order === 0
    ? true
    : relation.includes('>')
      ? order > 0
      : relation.includes('<') && order < 0;
}

function checkMaintenanceMode(host: Host, rules: Rules, added: readonly Vib[], gone: readonly Vib[]): void {
  if (host.identity.maintenanceMode || rules.maintenanceMode || rules.dryRun) return;
  // Only what is done at once disturbs what runs; all else waits for the next start.
  const live = [...added, ...gone].filter((vib) => vib.maintenanceMode && vib.liveInstall && !rules.noLive);
  if (live.length === 0) return;
  const idsOf = (vibs: readonly Vib[]): string =>
    vibs
      .filter((vib) => live.includes(vib))
      .map(vibId)
      .join(', ');
  throw softwareError(
    'MaintenanceModeError',
    `MaintenanceMode is required to remove: [${idsOf(gone)}]; install: [${idsOf(added)}].`,
  );
}

function updateProfile({ imageProfile }: Host, now: number | undefined, hasChanged: boolean): void {
  if (!hasChanged) return;
  if (!imageProfile.name.startsWith('(Updated) ')) imageProfile.name = `(Updated) ${imageProfile.name}`;
  if (now !== undefined) imageProfile.modified = new Date(now).toISOString().slice(0, 19);
}

/** Of `name >= 1.0`. */
const nameOf = (spec: string): string => spec.split(/[ <>=]/)[0] ?? spec;
