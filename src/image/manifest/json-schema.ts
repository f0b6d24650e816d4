import { z } from 'zod';
import { filesManifest, interposeManifest } from './schema.ts';

/** The manifest of files for editors: what its form can say. JSON Schema 2020-12. */
export const filesJsonSchema = (): object => ({
  ...z.toJSONSchema(filesManifest, { io: 'input' }),
  title: 'tapehead files manifest',
  description: 'Where what lies in an image comes from: tapehead image build --files.',
});

/** The manifest of what is interposed, likewise. */
export const interposeJsonSchema = (): object => ({
  ...z.toJSONSchema(interposeManifest, { io: 'input' }),
  title: 'tapehead interpose manifest',
  description: 'Which executables of an image are interposed: tapehead image build --interpose.',
});
