import type { Description } from '../../../../../src/profiles/esxi/mock/model/host.ts';

/** A host without storage, to which a seed adds what was published. */
export const none: Description = { adapters: [], devices: [], paths: [], volumes: [], vms: [] };

export const yes = (text = ''): boolean => text.trim() === 'true';
