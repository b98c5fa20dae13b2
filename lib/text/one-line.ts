const longest = 200;

/** A foreign text on one line of at most 200 characters; undefined without a visible character. */
export function oneLine(text: string | undefined): string | undefined {
  const line = text
    ?.replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, " ")
    .trim()
    .slice(0, longest)
    .toWellFormed();
  return line === "" ? undefined : line;
}
