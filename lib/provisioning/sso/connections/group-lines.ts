/** Words between commas or white space, each once. */
export function wordsOf(text: string): string[] {
  return [...new Set(text.split(/[\s,]+/).filter((word) => word !== ""))];
}

/**
 * One `group = role, role` per line. A group's name may contain anything but a line end: the last
 * `=` divides.
 */
export function groupLines(text: string): { group: string; roles: string[] }[] {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== "");
  return lines.map((line) => {
    const divider = line.lastIndexOf("=");
    return {
      group: line.slice(0, Math.max(0, divider)).trim(),
      roles: wordsOf(line.slice(divider + 1).toLowerCase()),
    };
  });
}
