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
  payloads: z.array(z.string()),
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
