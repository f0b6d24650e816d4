import { type Clue, matchAt, one, startsWord } from '../clue.ts';

/** Those that have a look of their own: JWT (RFC 7519), and of those who put a word before theirs. */
export const tokens: Clue = {
  words: [
    'eyj',
    'ghp_',
    'gho_',
    'ghu_',
    'ghs_',
    'ghr_',
    'github_pat_',
    'glpat-',
    'akia',
    'asia',
    'xox',
    'aiza',
  ].concat(['npm_', 'dckr_pat_', 'hvs.']),
  secretsAt(line, at) {
    if (!startsWord(line, at)) return [];
    return one('token', at, matchAt(LOOK, line, at)?.[0] ?? '');
  },
};

const LOOK =
  /eyJ[\w-]{5,}\.[\w-]{5,}\.[\w-]*(?:\.[\w-]+){0,2}|gh[pousr]_[A-Za-z0-9]{30,}|github_pat_\w{22,}|glpat-[\w-]{20,}|(?:AKIA|ASIA)[A-Z0-9]{16}(?!\w)|xox[abeprs]-[\w-]{10,}|AIza[\w-]{35}|npm_[A-Za-z0-9]{36}|dckr_pat_[\w-]{20,}|hvs\.[\w-]{24,}/y;

/** Of the header Authorization (RFC 7235) and its like, be it said with the header or without. */
export const authorization: Clue = {
  words: ['bearer', 'basic', 'negotiate', 'ntlm'],
  secretsAt(line, at) {
    if (!startsWord(line, at)) return [];
    const [all = '', scheme = '', value = ''] = matchAt(SCHEME, line, at) ?? [];
    const isHeader = /authorization["']?[:=]?[\t "']{0,8}$/i.test(line.slice(Math.max(0, at - 32), at));
    if (!isHeader && !looksRandom(scheme.toLowerCase(), value)) return [];
    return one('token', at + all.length - value.length, value);
  },
};

const SCHEME = /(bearer|basic|negotiate|ntlm)[\t ]{1,4}([\w+/.~-]{6,}={0,2})/iy;

function looksRandom(scheme: string, value: string): boolean {
  if (scheme === 'basic')
    return /^[\x20-\x7e]+:[\x20-\x7e]*$/.test(Buffer.from(value, 'base64').toString('latin1'));
  return value.length >= 16 && /\d/.test(value) && /[A-Za-z]/.test(value);
}

/** A password in the authority of a URL (RFC 3986 §3.2.1). */
export const urls: Clue = {
  words: ['://'],
  secretsAt(line, at) {
    const [all = '', password = ''] = matchAt(USER_INFO, line, at + 3) ?? [];
    const start = at + 3 + all.length - password.length - 1;
    return /^[$<{*]/.test(password) ? [] : one('password', start, password, decoded(password));
  },
};

const USER_INFO = /[^\s/:@"'<>?#]{0,128}:([^\s/@"'<>]{1,256})@/y;

function decoded(text: string): string {
  return text.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

/** What lets into hostd and the vSphere API without a password: tickets of vim-cmd, cookies and ids of sessions. */
export const tickets: Clue = {
  words: ['cst-vct-', 'soap_session', 'api-session', 'ticket', 'sessionid', 'session_id', 'session-id'],
  secretsAt(line, at) {
    const clone = matchAt(CLONE, line, at)?.[0];
    if (clone) return one('session-ticket', at, clone);
    const [all = '', value = ''] = matchAt(TICKET, line, at) ?? [];
    return /\d/.test(value) ? one('session-ticket', at + all.length - value.length, value) : [];
  },
};

const CLONE = /cst-VCT-[0-9A-Za-z-]{8,}/iy;
const TICKET =
  /(?:soap_session|api-session(?:-id)?|ticket|session[_-]?id)\\?["']?[\t ]{0,16}(?:[:=]|>)[\t ]{0,16}\\?["']?([\w+/.-]{16,})/iy;
