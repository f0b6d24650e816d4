/** Of what secrets are called: options, variables, keys of settings. The class of what has such a name, if it is one. */
export function classOfNamed(name: string): 'password' | 'token' | undefined {
  if (name.length > LONGEST || ABOUT_ONE.test(name)) return undefined;
  if (PASSWORD.test(name)) return 'password';
  return TOKEN.test(name) || UPPER_TOKEN.test(name) ? 'token' : undefined;
}

const LONGEST = 120;

const PASSWORD =
  /pass_?(?:word|wd|phrase|code)|secret(?!s)|credential|(?:^|[_.-])(?:pwd|pass|passwd)$|vnc\.key$|adminpwd$/i;

const TOKEN =
  /(?:^|[a-z_.-])token$|(?:api|secret|access|auth|private|account|shared|session|master|signing|encryption)[_.-]?key$/i;

/** A variable of the environment. */
const UPPER_TOKEN = /^[A-Z0-9_]*(?:TOKEN[A-Z0-9_]*|(?<!PUBLIC)_KEY)$/;

/** What tells of a secret and is none. */
const ABOUT_ONE =
  /(?:file|path|dir|folder|url|uri|name|type|id|command|cmd|helper|length|len|policy|age|days|expir[a-z]*|ttl|timeout|min|max|count|size|enabled?|required|history|control|authentication|hint|prompt|status|state|store|endpoint|issuer|header|field|format|version|changed|change|attempts|retries|complexity|quality|strength|lock[a-z]*|warn[a-z]*|reset|algorithm|encoding|mode)$|public[_.-]?key/i;

/** What stands where a secret might and is none: said to be there or not, left out, or named. */
export function isDull(value: string): boolean {
  return value === '' || DULL.test(value);
}

const DULL =
  /^(?:true|false|yes|no|on|off|none|null|nil|undefined|(?:not |un)?set|empty|n\/a|(?:en|dis)abled?|required|optional|unknown|default|prompt|ask|never|always|string|boolean|integer|password|secret|token|hidden|redacted|[*x.•]+|-+|<[^>]*>?|\[\w*\]|\$[A-Z_][A-Z0-9_]*|\$[{(].*|\{\{.*|%[sdv(].*)$/i;
