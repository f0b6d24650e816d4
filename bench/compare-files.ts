import { readFileSync } from 'node:fs';
import type { Answer } from '../src/compare/answer.ts';
import { compare } from '../src/compare/compare.ts';
import { Pairs } from '../src/compare/pairs.ts';
import { AS_IT_IS } from '../src/normalise/normalising.ts';
import { exited } from '../src/outcome.ts';

// Compares two files as outputs: `node compare-files.js RECORDED CURRENT`; prints ms, peak bytes and differences.

const said = (path: string): Answer => ({
  outcome: exited(0),
  stdout: { bytes: readFileSync(path), slots: [] },
  stderr: { bytes: Buffer.alloc(0), slots: [] },
});

const [recorded = '', current = ''] = process.argv.slice(2);
const begun = performance.now();
const pair = { asked: { kind: 'session' as const }, recorded: said(recorded), current: said(current) };
const { count } = compare(pair, AS_IT_IS, new Pairs());
const ms = performance.now() - begun;
console.log(JSON.stringify({ ms, peak: process.resourceUsage().maxRSS * 1024, count }));
