import { type Pattern, pattern } from '../../pattern.ts';
import { nameGlob, pathGlob } from './glob.ts';
import type { TextSpec } from './spec.ts';

/** @throws TapeheadError BAD_PATTERN */
export const textPattern = (spec: TextSpec): Pattern =>
  typeof spec === 'string' ? nameGlob(spec) : pattern(spec.pattern);

/** @throws TapeheadError BAD_PATTERN */
export const pathPattern = (spec: TextSpec): Pattern =>
  typeof spec === 'string' ? pathGlob(spec) : pattern(spec.pattern);

export const describeText = (spec: TextSpec): string =>
  typeof spec === 'string' ? spec : `/${spec.pattern}/`;
