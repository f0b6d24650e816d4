import { isUtf8 } from 'node:buffer';

/** Texts by keyword, as bytes in latin1. */
export type PaxRecords = Readonly<Record<string, string>>;

/** Extended header records (POSIX pax, "pax Extended Header"): `LENGTH KEYWORD=VALUE LF`, where LENGTH counts itself. */
export function paxRecords(records: PaxRecords): Uint8Array {
  const all = Object.entries(records);
  const isText = all.every(([, value]) => isUtf8(Buffer.from(value, 'latin1')));
  // What is no UTF-8 is announced as such.
  const written = isText ? all : [['hdrcharset', 'BINARY'] as const, ...all];
  return Buffer.from(written.map(([keyword, value]) => paxRecord(keyword, value)).join(''), 'latin1');
}

function paxRecord(keyword: string, value: string): string {
  const rest = ` ${keyword}=${value}\n`;
  let length = rest.length;
  while (String(length).length + rest.length !== length) length = String(length).length + rest.length;
  return `${length}${rest}`;
}

/** Undefined for what is in no such form. */
export function readPaxRecords(bytes: Uint8Array): Map<string, string> | undefined {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  const records = new Map<string, string>();
  for (let at = 0; at < text.length && text[at] !== '\0';) {
    const [, digits = ''] = /^(\d{1,10}) /.exec(text.slice(at, at + 11)) ?? [];
    const end = at + Number(digits);
    const equals = text.indexOf('=', at);
    const isWhole = digits !== '' && end <= text.length && text[end - 1] === '\n';
    if (!isWhole || equals <= at + digits.length || equals >= end) return undefined;
    records.set(text.slice(at + digits.length + 1, equals), text.slice(equals + 1, end - 1));
    at = end;
  }
  return records;
}
