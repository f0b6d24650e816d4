import { TapeheadError } from '../../errors.ts';
import { parseOrigin } from './origin.ts';

/** Where an SSH door listens, and for whom. */
export interface SshAddress {
  /** A name or address to listen on; undefined: loopback. */
  host: string | undefined;
  /** 0 picks a free one. */
  port: number;
  origin: string | undefined;
}

/** Reads `[HOST:]PORT[=ORIGIN]`, an IPv6 address in brackets. @throws TapeheadError USAGE */
export function parseSshAddress(text: string): SshAddress {
  const parts =
    /^(?:(?:\[(?<six>[0-9A-Fa-f:.]+(?:%[\w.-]+)?)\]|(?<name>[\w.-]+)):)?(?<port>\d{1,5})(?:=(?<origin>.*))?$/.exec(
      text,
    )?.groups;
  const port = Number(parts?.['port']);
  if (!parts || !(port <= 65_535)) {
    throw new TapeheadError(
      'USAGE',
      `--ssh takes [HOST:]PORT[=ORIGIN], not ${JSON.stringify(text)}`,
      '--ssh 0 for any free port on loopback, --ssh 2222, --ssh 0.0.0.0:2222, --ssh [::1]:2222=esx-1',
    );
  }
  const origin = parts['origin'];
  return {
    host: parts['six'] ?? parts['name'],
    port,
    origin: origin === undefined ? undefined : parseOrigin(origin),
  };
}
