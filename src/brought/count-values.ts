/** Whether JSON has more than so many values, as its commas and brackets tell; of what is no JSON some number. */
export function hasMoreValues(json: Uint8Array, most: number): boolean {
  let [count, inString] = [0, false];
  for (let at = 0; at < json.length && count <= most; at++) {
    const byte = json[at];
    if (byte === QUOTE) inString = !inString;
    else if (inString && byte === BACKSLASH) at++;
    else if (!inString && (byte === COMMA || byte === BRACKET || byte === BRACE)) count++;
  }
  return count > most;
}

const [QUOTE, BACKSLASH, COMMA, BRACKET, BRACE] = Buffer.from('"\\,[{');
