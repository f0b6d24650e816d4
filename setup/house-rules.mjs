// @ts-check
// What no linter checks: names and sizes of files, and that nothing of one machine gets into the repository.
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** @typedef {{ path: string, text: string }} TrackedFile */

const longest = 250;
const long = 150;
// An end tag is no path.
const machinePaths = new RegExp(String.raw`(?<![\w.~/-]|<\\?)/(?:work|root|tmp/th)\b`, 'g');
const registries =
  /\b(?:registry\.[\w-]+\.\w+|npm\.pkg\.[\w.-]+|[\w-]+\.jfrog\.io|[\w.-]*\b(?:nexus|artifactory|verdaccio)\.[\w.-]+)/gi;

/**
 * @param {readonly TrackedFile[]} files
 * @returns {{ broken: string[], notes: string[] }}
 */
export function judge(files) {
  return {
    broken: files.flatMap((file) => [
      ...named(file),
      ...tooLong(file),
      ...focused(file),
      ...ofOneMachine(file),
      ...resolved(file),
    ]),
    notes: files.flatMap(gettingLong),
  };
}

/** @param {TrackedFile} file */
function named({ path }) {
  const bag = /^(?:utils?|helpers?|commons?|types?)\.[\w.]+$/.test(basename(path));
  return bag ? [`${path}: a file is named for what it does`] : [];
}

/** @param {TrackedFile} file */
function tooLong(file) {
  const lines = linesOf(file);
  return isSource(file) && lines > longest ? [`${file.path}: ${lines} lines, at most ${longest}`] : [];
}

/** @param {TrackedFile} file */
function gettingLong(file) {
  const lines = linesOf(file);
  return isSource(file) && lines > long && lines <= longest ? [`${file.path}: ${lines} lines`] : [];
}

/** @param {TrackedFile} file */
function focused(file) {
  if (!file.path.endsWith('.test.ts')) return [];
  return /\b(?:it|test|describe)(?:\.\w+)*\.only\b/.test(file.text)
    ? [`${file.path}: .only leaves the other tests out`]
    : [];
}

/** @param {TrackedFile} file */
function ofOneMachine({ path, text }) {
  const found = [...text.matchAll(machinePaths), ...text.matchAll(registries)];
  return found.map(
    (match) => `${path}:${text.slice(0, match.index).split('\n').length}: ${match[0]} is of one machine`,
  );
}

/** @param {TrackedFile} file */
function resolved({ path, text }) {
  if (basename(path) !== 'package-lock.json') return [];
  return /"resolved":/.test(text)
    ? [`${path}: names a registry ("resolved"); npm install --omit-lockfile-registry-resolved`]
    : [];
}

/** @param {TrackedFile} file */
function isSource({ path }) {
  return /^(?:src|recorder|replayer)\//.test(path);
}

/** @param {TrackedFile} file */
function linesOf({ text }) {
  return text.split('\n').length - 1;
}

function trackedFiles() {
  const { stdout } = spawnSync('git', ['ls-files', '-z'], { encoding: 'utf8' });
  const paths = stdout.split('\0').filter((path) => path !== '');
  return paths.map((path) => ({ path, text: readFileSync(path, 'latin1') }));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { broken, notes } = judge(trackedFiles());
  for (const line of broken) console.log(line);
  if (notes.length > 0) console.log(`getting long (over ${long} lines):\n  ${notes.join('\n  ')}`);
  process.exitCode = broken.length > 0 ? 1 : 0;
}
