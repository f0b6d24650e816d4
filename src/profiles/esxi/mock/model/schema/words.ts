import { z } from 'zod';

/** Names of a host are any text: blanks, quotes and line ends are in some. */
export const name = (): z.ZodString => z.string().min(1);

/** A whole number from 0. */
export const count = (): z.ZodInt => z.int().min(0);

export const mac = (): z.ZodString =>
  z.string().regex(/^([0-9a-f]{2}:){5}[0-9a-f]{2}$/i, 'this is no MAC address such as 00:50:56:01:02:03');

export const uuid = (): z.ZodString =>
  z.string().regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, 'this is no UUID');

/** A time, as esxcli shows it: `2026-01-02T03:04:05Z`. */
export const time = (): z.ZodString =>
  z
    .string()
    .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z?$/, 'this is no time such as 2026-01-02T03:04:05Z');

/** An absolute path of the host. */
export const path = (): z.ZodString => z.string().regex(/^\//, 'this is no absolute path');
