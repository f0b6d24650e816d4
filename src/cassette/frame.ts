import { crc32 } from 'node:zlib';
import { MAX_PAYLOAD } from './limits.ts';
import { readExactly } from './disk.ts';
import { damaged } from './trouble.ts';

/** Bytes in front of a payload in the final file: u32 length, u32 CRC-32 of the payload. */
export const FRAME_HEADER = 8;

/** One frame of a final file. `header` and `payload` are views of one buffer, which nobody else uses. */
export interface Frame {
  /** Where the frame begins in the file. */
  offset: number;
  header: Buffer;
  payload: Buffer;
  /** The CRC holds. */
  isWhole: boolean;
}

/** The header of a frame whose payload comes in parts. */
export function frameHeader(parts: readonly Buffer[]): Buffer {
  const header = Buffer.allocUnsafe(FRAME_HEADER);
  let length = 0;
  let crc = 0;
  for (const part of parts) {
    length += part.length;
    crc = crc32(part, crc);
  }
  header.writeUInt32LE(length, 0);
  header.writeUInt32LE(crc, 4);
  return header;
}

/**
 * The frames from `start` to `end` of a file, read about 256 KiB at a time. `onRead` is called after each such
 * reading, before what was read is given. It is read into `room` where it fits, and is valid till the next one then.
 *
 * @throws TapeheadError CASSETTE_DAMAGED at the first frame that is not whole
 */
export function* framesBetween(
  path: string,
  fd: number,
  start: number,
  end: number,
  onRead?: () => void,
  room?: Buffer,
): Generator<Frame, void> {
  for (const frame of rawFrames(path, fd, start, end, onRead, room)) yield whole(frame, path);
}

/**
 * The same, and a wrong CRC is only told.
 *
 * @throws TapeheadError CASSETTE_DAMAGED where a length cannot be right
 */
export function* rawFrames(
  path: string,
  fd: number,
  start: number,
  end: number,
  onRead?: () => void,
  room?: Buffer,
): Generator<Frame, void> {
  let chunk: Buffer = NOTHING;
  let at = 0; // in the chunk
  for (let offset = start; offset < end;) {
    if (chunk.length - at < FRAME_HEADER) {
      needed(path, offset, FRAME_HEADER, end);
      chunk = readExactly(path, fd, offset, Math.min(end - offset, CHUNK), room);
      onRead?.();
      at = 0;
    }
    const length = needed(path, offset, lengthAt(chunk, at), end);
    if (chunk.length - at < length) {
      chunk = readExactly(path, fd, offset, Math.min(end - offset, Math.max(length, CHUNK)), room);
      onRead?.();
      at = 0;
    }
    yield frameAt(chunk, at, length, path, offset);
    at += length;
    offset += length;
  }
}

/**
 * The one frame that begins at `offset`, and ends by `end`.
 *
 * @throws TapeheadError CASSETTE_DAMAGED
 */
export function readFrame(path: string, fd: number, offset: number, end: number): Frame {
  const header = readExactly(path, fd, offset, needed(path, offset, FRAME_HEADER, end));
  return readFrameOf(path, fd, offset, needed(path, offset, lengthAt(header, 0), end));
}

/** The same for a frame that is known to have `length` bytes; it is read into `room` where it fits. */
export function readFrameOf(
  path: string,
  fd: number,
  offset: number,
  length: number,
  room: Buffer = NOTHING,
): Frame {
  const bytes = readExactly(path, fd, offset, length, room);
  if (lengthAt(bytes, 0) !== length)
    throw damaged({ path, offset }, 'a frame has another length than the directory says');
  return whole(frameAt(bytes, 0, length, path, offset), path);
}

/** Where the next frame begins. */
export const endOf = ({ offset, payload }: Frame): number => offset + FRAME_HEADER + payload.length;

/** Bytes read at a time: what fits the processor's cache is faster, and each player holds one. */
export const CHUNK = 256 * 1024;
const NOTHING = Buffer.alloc(0);

const lengthAt = (bytes: Buffer, at: number): number => bytes.readUInt32LE(at) + FRAME_HEADER;

function needed(path: string, offset: number, length: number, end: number): number {
  if (length > MAX_PAYLOAD + FRAME_HEADER) throw damaged({ path, offset }, `a frame of ${length} bytes`);
  if (length > end - offset) throw damaged({ path, offset }, 'a frame is cut off');
  return length;
}

function frameAt(bytes: Buffer, at: number, length: number, path: string, offset: number): Frame {
  if (length === FRAME_HEADER) throw damaged({ path, offset }, 'a frame of nothing');
  const header = bytes.subarray(at, at + FRAME_HEADER);
  const payload = bytes.subarray(at + FRAME_HEADER, at + length);
  return { offset, header, payload, isWhole: crc32(payload) === header.readUInt32LE(4) };
}

function whole(frame: Frame, path: string): Frame {
  if (!frame.isWhole) throw damaged({ path, offset: frame.offset }, 'a frame has a wrong CRC');
  return frame;
}
