import { isVersion } from '../model/version.ts';
import { type Fields, ref } from './value.ts';

/** A fault of the host's agent, which vim-cmd prints as it prints its objects; the state is as before. */
export class VimFault extends Error {
  /** Such as `vim.fault.NotFound`. */
  readonly type: string;
  readonly fields: Fields;

  constructor(type: string, message: string, fields: Fields = {}) {
    super(message);
    this.type = type;
    this.fields = fields;
  }
}

/** @param asked as the client wrote it */
export const noSuchVm = (asked: string): VimFault =>
  new VimFault('vim.fault.NotFound', `Unable to find a VM corresponding to "${asked}"`);

/** @param type of a managed object: `vim.Task` */
export function noSuchObject(type: string, id: string, version: string): VimFault {
  const object = isVersion(version, { before: '6.0' }) ? 'The object' : `The object '${type}:${id}'`;
  return new VimFault(
    'vmodl.fault.ManagedObjectNotFound',
    `${object} has already been deleted or has not been completely created`,
    { obj: ref(type, id) },
  );
}

/** @param name of the argument, as the API has it */
export const invalidArgument = (name: string): VimFault =>
  new VimFault('vmodl.fault.InvalidArgument', `A specified parameter was not correct: ${name}`, {
    invalidProperty: name,
  });

/** @param path as the host writes it */
export const fileNotFound = (path: string): VimFault =>
  new VimFault('vim.fault.FileNotFound', `File ${path} was not found`, { file: path });

/** Of a configuration file that says nothing. */
export const invalidConfig = (path: string): VimFault =>
  new VimFault('vim.fault.InvalidVmConfig', `Invalid configuration file ${path}`, { property: path });

/** Of what is neither a VM nor known by an id of the API. */
export const notFound = (): VimFault =>
  new VimFault('vim.fault.NotFound', 'The object or item referred to could not be found.');

export const alreadyExists = (name: string): VimFault =>
  new VimFault(
    'vim.fault.AlreadyExists',
    `The specified key, name, or identifier '${name}' already exists.`,
    {
      name,
    },
  );

export const invalidState = (): VimFault =>
  new VimFault('vim.fault.InvalidState', 'The operation is not allowed in the current state.');
