/** A table of Markdown, with cells padded so that it can be read in a terminal. */
export function table(head: string[], rows: string[][]): string {
  const widths = head.map((cell, n) => Math.max(cell.length, ...rows.map((row) => row[n]?.length ?? 0)));
  const line = (cells: string[]) =>
    `| ${cells.map((cell, n) => (n === 0 ? cell.padEnd(widths[n] ?? 0) : cell.padStart(widths[n] ?? 0))).join(" | ")} |`;
  const rule = widths.map((width, n) =>
    n === 0 ? "-".repeat(width) : `${"-".repeat(Math.max(1, width - 1))}:`,
  );
  return `${[line(head), line(rule), ...rows.map(line)].join("\n")}\n`;
}
