/** Where in a text that is no JSON it stops being it: `in line 3, column 7`. */
export function placeOfError(text: string, message: string): string {
  const at = offsetOfError(text, message);
  const before = text.slice(0, at);
  const line = before.split('\n').length;
  return `in line ${line}, column ${at - before.lastIndexOf('\n')}`;
}

/** V8 tells the position of some errors only. */
function offsetOfError(text: string, message: string): number {
  const told = / at position (\d+)/.exec(message)?.[1];
  if (told !== undefined) return Number(told);
  return message.startsWith(WRONG_TOKEN) ? firstWrongToken(text) : text.length;
}

const WRONG_TOKEN = 'Unexpected token';

/** Up to it every beginning of the text just ends too early; with it none does. */
function firstWrongToken(text: string): number {
  let right = 0;
  let wrong = text.length;
  while (wrong - right > 1) {
    const middle = (right + wrong) >> 1;
    if (hasWrongToken(text.slice(0, middle))) wrong = middle;
    else right = middle;
  }
  return wrong - 1;
}

function hasWrongToken(text: string): boolean {
  try {
    JSON.parse(text);
    return false;
  } catch (error) {
    return (error as Error).message.startsWith(WRONG_TOKEN);
  }
}
