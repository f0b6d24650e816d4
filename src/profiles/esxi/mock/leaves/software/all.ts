import type { Area } from '../area.ts';

export const SOFTWARE: Area = {
  namespaces: { software: 'The software of the host: VIBs and image profiles.' },
  leaves: [],
};
