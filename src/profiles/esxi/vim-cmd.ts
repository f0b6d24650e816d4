import { mutating, READ_ONLY, type ToolEffect } from '../effect.ts';

const READING = [
  /^(?:vmsvc|hostsvc|vimsvc|solo|internalsvc|proxysvc)\/?$/, // prints what is in it
  /^vmsvc\/(?:getallvms|get\.[a-zA-Z]+|device\.getdevices|power\.getstate|snapshot\.get)$/,
  /^hostsvc\/(?:hostsummary|hosthardware|hostconfig|runtimeinfo|connect_info|cpuinfo|summary)$/,
  /^hostsvc\/net\/config$/, // others of that ending restore and reset one
  /^hostsvc\/(?:[a-z]+\/)*(?:(?:[a-z0-9_]+_)?(?:info|list)|listsummary|list_[a-z_]+)$/,
  /^hostsvc\/advopt\/(?:view|settings|options)$/,
  /^hostsvc\/(?:[a-z]+\/)*(?:get_[a-z_]+|[a-z_]+_get)$/,
  /^vimsvc\/task_(?:list|info|description)$/,
  /^solo\/(?:querycfgopt|querycfgtgt|environment)$/,
];

/** vim-cmd: what it is asked for stands in its first word; options before it make it another session's. */
export const vimCmd: ToolEffect = ([path, ...args]) => {
  if (path === undefined || path === 'help') return READ_ONLY;
  if (path === 'vimsvc/license')
    return args[0] === '--show' ? READ_ONLY : mutating('vimsvc/license without --show may set one');
  return READING.some((known) => known.test(path))
    ? READ_ONLY
    : mutating(`${path} is not known to be read-only`);
};
