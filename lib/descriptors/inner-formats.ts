/** Something with a format: a field, the elements of a list, or a column of a table. */
export interface Formatted {
  format: string;
  params?: Record<string, unknown> | undefined;
}

/** The formats directly inside another: a list's elements, a table's columns. */
export function innerFormats<F extends Formatted>({ format, params }: F): [F, (string | number)[]][] {
  const { items, columns = [] } = { ...params } as { items?: F; columns?: F[] };
  if (format === "list" && items) return [[items, ["params", "items"]]];
  return format === "table" ? columns.map((inner, index) => [inner, ["params", "columns", index]]) : [];
}
