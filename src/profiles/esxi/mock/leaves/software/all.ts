import type { Area } from '../area.ts';
import { PROFILE_LEAVES } from './profile.ts';
import { SOURCES_LEAVES } from './sources.ts';
import { VIB_LEAVES } from './vib.ts';

export const SOFTWARE: Area = {
  namespaces: {
    software: 'The software of the host: VIBs and image profiles.',
    'software acceptance': 'What the host accepts to be installed.',
    'software baseimage': 'The base image.',
    'software component': 'Components: VIBs that go together.',
    'software profile': 'The image profile of the host.',
    'software sources': 'What is to be installed.',
    'software sources profile': 'Image profiles of depots.',
    'software sources vib': 'VIBs of depots.',
    'software vib': 'VIBs: what the software of the host is of.',
    'software vib signature': 'Signatures of VIBs.',
  },
  leaves: [...PROFILE_LEAVES, ...SOURCES_LEAVES, ...VIB_LEAVES],
};
