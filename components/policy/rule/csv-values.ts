/** The values in a CSV file's first column, each once, or the first line that isn't CSV. */
export type CsvValues =
  | { values: string[]; faultyLine?: undefined }
  | { values?: undefined; faultyLine: number };

// A quoted cell ends on its line: a value is one line, so a cell with line ends isn't one.
const firstCell = /^\s*(?:"((?:[^"]|"")*)"\s*(?=[,;\t]|$)|([^",;\t]*)(?=[,;\t]|$))/;

/**
 * Reads the first column of a CSV file, with columns separated by commas, semicolons or tabs. A first
 * row with the name of the parameter is the header.
 */
export function csvValues(text: string, param: string): CsvValues {
  const lines = text.replace(/^\uFEFF/, "").split(/\r\n|\r|\n/);
  const values = new Set<string>();
  for (const [index, line] of lines.entries()) {
    const cell = firstCell.exec(line);
    if (!cell) return { faultyLine: index + 1 };
    const value = (cell[1]?.replaceAll('""', '"') ?? cell[2] ?? "").trim();
    const isHeader = index === 0 && value.toLowerCase() === param.trim().toLowerCase();
    if (value !== "" && !isHeader) values.add(value);
  }
  return { values: [...values] };
}
