import { z } from 'zod';
import { name } from './words.ts';

const level = z.enum(['VMwareCertified', 'VMwareAccepted', 'PartnerSupported', 'CommunitySupported']);

export const vib = z.strictObject({
  name: name(),
  version: name(),
  vendor: z.string(),
  acceptance: level,
  installed: z.string().describe('The day.'),
  created: z.string().describe('The day.'),
  type: z.string(),
  summary: z.string(),
  description: z.string(),
  urls: z.array(z.string()),
  depends: z.array(z.string()),
  conflicts: z.array(z.string()),
  replaces: z.array(z.string()),
  provides: z.array(z.string()),
  maintenanceMode: z.boolean().describe('Whether installing it needs that.'),
  hardwarePlatforms: z.array(z.string()),
  liveInstall: z.boolean(),
  liveRemove: z.boolean(),
  stateless: z.boolean(),
  overlay: z.boolean(),
  tags: z.array(z.string()),
  platforms: z.array(z.string()).describe('Such as host; of hosts since 8.0.'),
  payloads: z.array(z.string()),
});

/** A place that software is installed from: a VIB, or a depot with several, and with image profiles. */
export const depot = z.strictObject({
  at: name().describe('A path of the host, or a URL.'),
  vibs: z.array(vib),
  profiles: z.array(
    z.strictObject({
      name: name(),
      vendor: z.string(),
      created: z.string(),
      modified: z.string(),
      acceptance: level,
      vibs: z.array(name()).describe('The ids of its VIBs: vendor_type_name_version.'),
    }),
  ),
});

export const imageProfile = z.strictObject({
  name: name(),
  vendor: z.string(),
  created: z.string(),
  modified: z.string(),
  stateless: z.boolean(),
  description: z.string(),
  acceptance: level.describe('The least that may be installed.'),
});
