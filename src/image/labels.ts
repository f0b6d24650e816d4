import { PROTOCOL_VERSION } from '../doors/shim/frame.ts';
import type { InterposeSpec } from './manifest/spec.ts';

/** What a simulator finds the endpoint by, and people the image. */
export const labelsOf = (spec: InterposeSpec | undefined, version: string): Record<string, string> => ({
  'io.tapehead.version': version,
  'io.tapehead.protocol': String(PROTOCOL_VERSION),
  'io.tapehead.origin-variable': 'TAPEHEAD_ORIGIN',
  'io.tapehead.socket': '/.tapehead/socket',
  ...(spec?.host && { 'io.tapehead.host': hostText(spec.host) }),
});

/** `VMware ESXi 8.0.3 build-24022510` */
const hostText = ({ os, version, build }: NonNullable<InterposeSpec['host']>): string =>
  [os, version, build === undefined ? undefined : `build-${build}`]
    .filter((one) => one !== undefined)
    .join(' ');
