/** Words between commas or white space, each once. */
export function wordsOf(text: string): string[] {
  return [...new Set(text.split(/[\s,]+/).filter((word) => word !== ""))];
}

/** One `group = role, role` to a line. A group's name may hold anything but a line end: the last `=` divides. */
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

/**
 * Whether a group makes anybody an admin. The passkey that confirms a connection's settings confirms this in so many words, on the page and
 * on the server alike.
 */
export function adminByGroup(text: string): "admin-by-group" | "no-admin" {
  return groupLines(text).some(({ roles }) => roles.includes("admin")) ? "admin-by-group" : "no-admin";
}
