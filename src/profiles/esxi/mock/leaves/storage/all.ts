import type { Area } from '../area.ts';

export const STORAGE: Area = {
  namespaces: { storage: 'Storage: adapters, devices, paths, file systems.' },
  leaves: [],
};
