import type { Area } from '../area.ts';

export const HARDWARE: Area = {
  namespaces: { hardware: 'What the host is made of.' },
  leaves: [],
};
