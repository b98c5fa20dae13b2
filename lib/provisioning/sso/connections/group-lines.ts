/** Words between commas or white space, each once. */
export function wordsOf(text: string): string[] {
  return [...new Set(text.split(/[\s,]+/).filter((word) => word !== ""))];
}

/** Lines of `group = role, role`. Group names may contain `=`: the last divides. */
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
