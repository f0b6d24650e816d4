import { readFileSync } from 'node:fs';

/** Its style, each sheet before those that overrule it. */
const SHEETS = ['page.css', 'list.css', 'detail.css', 'media.css'];

export interface PageSources {
  html: string;
  css: string;
  script: string;
}

/** The modules of the page's script, each behind those that it imports. */
const MODULES = [
  'elements.js',
  'data.js',
  'filters.js',
  'list.js',
  'diff.js',
  'detail.js',
  'theme.js',
  'page.js',
];

/** The page as it is kept beside this file. A page without a server has no modules: they become one script. */
export function pageSources(): PageSources {
  const modules = MODULES.map((name) =>
    read(name)
      .replace(/^import [^;]*;$/gm, '')
      .replace(/^export /gm, ''),
  );
  return {
    html: read('page.html'),
    css: SHEETS.map(read).join(''),
    script: `(() => {'use strict';\n${modules.join('\n')}})();\n`,
  };
}

const read = (name: string): string => readFileSync(new URL(`./page/${name}`, import.meta.url), 'utf8');
