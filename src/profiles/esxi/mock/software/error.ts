import { Failure } from '../failure.ts';

/** As esxcli tells what its library of images has thrown: the class, the message, and what it is about. */
export function softwareError(kind: string, message: string, about: readonly string[] = []): Failure {
  const lines = [` [${kind}]`, ...message.split('\n').map((line) => ` ${line}`), ...about];
  return new Failure([...lines, ' Please refer to the log file for more details.'].join('\n'));
}

/** @throws Failure always */
export function nothingFound(spec: string): never {
  throw softwareError('NoMatchError', `No VIB matching VIB search specification '${spec}'.`);
}
