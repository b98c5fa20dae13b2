const letters: Record<string, string> = {
  ...{ a: "\x07", b: "\b", e: "\x1b", E: "\x1b", f: "\f", n: "\n", r: "\r", t: "\t", v: "\v" },
  ...{ "\\": "\\", "'": "'", '"': '"', "?": "?" },
};
const escapes = /\\(?:x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{1,4})|U([0-9a-fA-F]{1,8})|([0-7]{1,3})|([\s\S]))/gu;

/** The inside of `$'...'`; undefined if bash decodes it to NUL, to no character, or by version. */
export function decodeAnsi(inside: string): string | undefined {
  let isKnown = true;
  const value = inside.replace(escapes, (_whole, hex, short, long, octal, letter) => {
    const code = hex ?? short ?? long;
    const number = code === undefined ? octal && Number.parseInt(octal, 8) : Number.parseInt(code, 16);
    if (number === undefined) {
      isKnown &&= Object.hasOwn(letters, letter);
      return letters[letter] ?? "";
    }
    // Bytes above 127 form a character only together.
    const isByte = short === undefined && long === undefined;
    isKnown &&= number > 0 && number <= (isByte ? 0x7f : 0xffff) && !(number >= 0xd800 && number <= 0xdfff);
    return isKnown ? String.fromCharCode(number) : "";
  });
  return isKnown && !/\\$/.test(inside.replace(/\\[\s\S]/g, "")) ? value : undefined;
}

/** The place after the closing quote, or -1. `hasEscapes`: whether a backslash protects the closing quote. */
export function endOfQuote(source: string, at: number, hasEscapes: boolean): number {
  for (let place = at; place < source.length; place += 1) {
    if (source[place] === "'") return place + 1;
    // A shell without `$'...'` ends the text at a quote that bash takes as escaped.
    if (hasEscapes && source.startsWith("\\'", place)) return -1;
    if (hasEscapes && source[place] === "\\") place += 1;
  }
  return -1;
}
