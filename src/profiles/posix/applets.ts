import { mutating, READ_ONLY, type ToolEffect } from '../effect.ts';

/** The tools, and `busybox TOOL` beside them. */
export function withApplets(tools: ReadonlyMap<string, ToolEffect>): ReadonlyMap<string, ToolEffect> {
  const busybox: ToolEffect = ([applet, ...args]) => {
    if (applet === undefined || applet === '--list' || applet === '--help') return READ_ONLY;
    return tools.get(applet)?.(args) ?? mutating(`its applet ${applet} is not known to be read-only`);
  };
  return new Map([...tools, ['busybox', busybox]]);
}
