import { Failure } from '../failure.ts';
import type { Host } from './host.ts';
import type { KernelSetting } from './settings.ts';

/** @throws Failure as the host says it */
export function kernelSettingNamed({ kernel }: Host, name: string): KernelSetting {
  const setting = kernel.find((one) => one.name.toLowerCase() === name.toLowerCase());
  if (setting) return setting;
  throw new Failure(`Invalid Key: ${name}`);
}

/** For the next boot. @throws Failure where the value is none of its type */
export function setKernel(setting: KernelSetting, value: string): void {
  const isRight = TYPES[setting.type.toLowerCase()]?.test(value) ?? true;
  if (!isRight)
    throw new Failure(`Invalid value for ${setting.name}: ${value} is not of type ${setting.type}`);
  setting.configured = value;
}

const WHOLE = /^\d+$/;

const TYPES: Readonly<Record<string, RegExp>> = {
  bool: /^(true|false|0|1|yes|no|on|off)$/i,
  uint8: WHOLE,
  uint16: WHOLE,
  uint32: WHOLE,
  uint64: WHOLE,
  int32: /^-?\d+$/,
};
