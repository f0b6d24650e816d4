import { createRequire } from 'node:module';

/** Which release this is: from our own package.json, wherever the package is installed. */
export function version(): string {
  const ours = createRequire(import.meta.url)('tapehead/package.json') as { version: string };
  return ours.version;
}
