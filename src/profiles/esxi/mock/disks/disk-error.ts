/** Why something cannot be done with a virtual disk, in the words and numbers of the host's disk library. */
export const DISK_ERRORS = {
  invalid: 'One of the parameters supplied is invalid (1).',
  full: 'There is not enough space on the file system for the selected operation (13).',
  notADisk: 'The file specified is not a virtual disk (15).',
  missing: 'The system cannot find the file specified (25).',
  exists: 'The file already exists (39).',
  parent: 'The parent of this virtual disk could not be opened (23).',
  locked: 'Failed to lock the file (16392).',
  /** While data is copied, as the kernel says it. */
  noSpace: 'No space left on device (1835017).',
} as const;

export type DiskErrorKind = keyof typeof DISK_ERRORS;

/** A virtual disk that cannot be had: what was to be done with it says whoever wanted it. */
export class DiskError extends Error {
  readonly kind: DiskErrorKind;

  constructor(kind: DiskErrorKind) {
    super(DISK_ERRORS[kind]);
    this.kind = kind;
  }
}
