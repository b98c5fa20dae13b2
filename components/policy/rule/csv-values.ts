/** The values in a CSV file's first column, each once, or what is wrong with the file. */
export type CsvValues = { values: string[]; fault?: undefined } | { values?: undefined; fault: string };

/** More than a list can have, with room for the other columns. */
export const mostCsvBytes = 2_000_000;
/** The most values of a list (lib/policy/language/condition.ts). */
const mostValues = 1000;
const separators = /[,;\t]/;

/**
 * Reads the first column of a CSV file in UTF-8, with columns separated by commas, semicolons or tabs, the
 * same on each line. A first row with the name of the parameter is the header, as is Excel's `sep=` line.
 * Each row has as many columns as the first: what looks like a separator within a value would cut it off.
 */
export function csvValues(bytes: Uint8Array, param: string): CsvValues {
  const text = decode(bytes);
  if (text === undefined) return { fault: "The file isn't UTF-8. Save it as CSV UTF-8 and import it again." };
  const lines = text.split(/\r\n|\r|\n/);
  const declared = /^sep=(.)$/.exec(lines[0]?.trim() ?? "")?.[1];
  const first = declared === undefined ? 0 : 1;
  const separator = separatorIn(declared ?? "") ?? separatorIn(lines[first] ?? "") ?? ",";
  const values = new Set<string>();
  let columns: number | undefined;
  for (const [index, line] of lines.entries()) {
    if (index < first || line.trim() === "") continue;
    const cells = cellsOf(line, separator);
    if (!cells) return { fault: `Line ${index + 1} of the file isn't valid CSV. No values were added.` };
    columns ??= cells.length;
    if (cells.length !== columns)
      return {
        fault: `Line ${index + 1} has another number of columns than the first. No values were added.`,
      };
    const [value = ""] = cells;
    const isHeader = index === first && value.toLowerCase() === param.trim().toLowerCase();
    if (value !== "" && !isHeader) values.add(value);
    if (values.size > mostValues)
      return { fault: "The file has more than 1,000 values. No values were added." };
  }
  return { values: [...values] };
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** The first separator outside of quotes. */
function separatorIn(text: string): string | undefined {
  return separators.exec(text.replace(/"[^"]*"/g, ""))?.[0];
}

/**
 * The cells of a line, without spaces at their ends; undefined where a quote is out of place. A quoted cell
 * ends on its line: a value is one line, so a cell with line ends isn't one.
 */
function cellsOf(line: string, separator: string): string[] | undefined {
  const cells: string[] = [];
  let rest = line;
  for (;;) {
    const start = rest.trimStart();
    const quoted = start.startsWith('"') ? /^"((?:[^"]|"")*)"/.exec(start) : undefined;
    if (quoted === null) return undefined;
    const after = quoted ? start.slice(quoted[0].length) : rest;
    const end = after.indexOf(separator);
    const cell = end === -1 ? after : after.slice(0, end);
    if (cell.includes('"') || (quoted && cell.trim() !== "")) return undefined;
    cells.push(quoted?.[1]?.replaceAll('""', '"').trim() ?? cell.trim());
    if (end === -1) return cells;
    rest = after.slice(end + 1);
  }
}
