import { z } from 'zod';
import { manifest } from './schema/manifest.ts';

/** Manifests for editors: what their form can say, which is not all that is checked. JSON Schema 2020-12. */
export const manifestJsonSchema = (): object => ({
  ...z.toJSONSchema(manifest, { io: 'input' }),
  title: 'tapehead manifest',
  description: 'Hooks, transforms, normalisers, redactors and matching rules, per image, suite or test.',
});
