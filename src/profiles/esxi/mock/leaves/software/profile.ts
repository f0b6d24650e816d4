import { leaf } from '../../esxcli/leaf.ts';
import { flag, required, str } from '../../esxcli/option.ts';
import { record } from '../../esxcli/printed.ts';
import { Failure } from '../../failure.ts';
import type { Host } from '../../model/host.ts';
import { type Vib, vibId } from '../../model/software.ts';
import { depotsAt, profileIn } from '../../software/depots.ts';
import { softwareError } from '../../software/error.ts';
import { install, isAccepted } from '../../software/install.ts';
import { FROM, RESULT } from './vib.ts';

type ImageProfile = Host['imageProfile'];

const LEVELS = ['VMwareCertified', 'VMwareAccepted', 'PartnerSupported', 'CommunitySupported'] as const;

const profile = required(str('-p|--profile', 'The name of the image profile.'));
const depot = required(FROM.depot);

export const PROFILE_LEAVES = [
  leaf({
    path: 'software acceptance get',
    about: 'Tells the least acceptance level that the host demands.',
    read: ({ imageProfile }) => imageProfile.acceptance,
  }),
  leaf({
    path: 'software acceptance set',
    about: 'Sets the least acceptance level that the host demands.',
    options: { level: required(str('-l|--level', `${LEVELS.join(', ')}.`)) },
    change({ imageProfile, vibs }, { level }) {
      const known = LEVELS.find((one) => one === level);
      if (!known) throw new Failure(`Invalid acceptance level: ${level}`);
      const lower = vibs.filter((vib) => !isAccepted(vib, known));
      if (lower.length > 0)
        throw softwareError(
          'AcceptanceConfigError',
          `Unable to set the acceptance level to ${known}: these VIBs are below it: ${lower.map(vibId).join(', ')}`,
        );
      imageProfile.acceptance = known;
      return `Host acceptance level changed to '${known}'.`;
    },
  }),
  leaf({
    path: 'software profile get',
    about: 'Tells the image profile of the host.',
    options: { rebooting: flag('--rebooting-image', 'That of the next start.') },
    read: ({ imageProfile }) => imageProfile,
    prints: record<ImageProfile>(
      'ImageProfile',
      {
        Name: ({ name }) => name,
        Vendor: ({ vendor }) => vendor,
        'Creation Time': ({ created }) => created,
        'Modification Time': ({ modified }) => modified,
        'Stateless Ready': ({ stateless }) => (stateless ? 'True' : 'False'),
        Description: ({ description }) => description,
      },
      ({ name }) => name,
    ),
  }),
  ...(['install', 'update'] as const).map((verb) =>
    leaf({
      path: `software profile ${verb}`,
      about:
        verb === 'install'
          ? 'Installs an image profile in place of what is there.'
          : 'Installs what an image profile has newer than what is there.',
      options: {
        allowDowngrades: flag('--allow-downgrades', 'What is older is installed, too.'),
        depot,
        dryRun: FROM.dryRun,
        force: FROM.force,
        maintenanceMode: FROM.maintenanceMode,
        noHardwareWarning: flag('--no-hardware-warning', 'Whatever hardware is no longer supported.'),
        noLive: FROM.noLive,
        noSignature: FROM.noSignature,
        okToRemove: flag('--ok-to-remove', 'VIBs that it has not are removed.'),
        profile,
        proxy: FROM.proxy,
      },
      change(host, { profile: name, depot: places, ...given }, world) {
        const { vibs } = profileIn(depotsAt(host, world, places), name);
        const isUpdate = verb === 'update' && !given.allowDowngrades;
        const gone = verb === 'install' ? missingIn(host.vibs, vibs) : [];
        if (gone.length > 0 && !given.okToRemove)
          throw softwareError(
            'ProfileVibRemoval',
            `You attempted to install an image profile which would have resulted in the removal of VIBs ${gone.map(vibId).join(', ')}. If this is not what you intended, you may use the esxcli software profile update command to preserve the VIBs above. If this is what you intended, please use the --ok-to-remove option to explicitly allow the removal.`,
          );
        const result = install(host, vibs, { ...given, isUpdate, now: world.now() });
        if (!given.dryRun) {
          host.vibs = host.vibs.filter((vib) => !gone.some((one) => vibId(one) === vibId(vib)));
          // Whatever else is there is an update of it.
          const isWhole = missingIn(host.vibs, vibs).length === 0;
          host.imageProfile.name = isWhole ? name : `(Updated) ${name}`;
        }
        const removed = [...result.removed, ...gone.map(vibId)];
        return {
          ...result,
          kind: verb === 'update' ? ('Update' as const) : ('Installation' as const),
          removed,
        };
      },
      prints: RESULT,
    }),
  ),
  leaf({
    path: 'software profile validate',
    about: 'Compares the host with an image profile.',
    options: { depot, profile, proxy: FROM.proxy },
    read(host, { depot: places, profile: name }, world) {
      const { vibs } = profileIn(depotsAt(host, world, places), name);
      return {
        name,
        same: vibs.length - missingIn(vibs, host.vibs).length,
        only: missingIn(host.vibs, vibs),
        lacking: missingIn(vibs, host.vibs),
      };
    },
    prints: record<Validated>(
      'ProfileValidation',
      {
        'Validation Profile': ({ name }) => name,
        'VIBs in Both': ({ same }) => same,
        'VIBs in Host Only': ({ only }) => only.map(vibId),
        'VIBs in Validation Profile Only': ({ lacking }) => lacking.map(vibId),
      },
      () => 'Validation Result',
    ),
  }),
];

interface Validated {
  name: string;
  same: number;
  only: Vib[];
  lacking: Vib[];
}

/** By their ids those of the first that are not among the others; by name where a newer one is there. */
const missingIn = (vibs: readonly Vib[], others: readonly Vib[]): Vib[] =>
  vibs.filter((vib) => !others.some(({ name }) => name === vib.name));
