/** A field, a list's elements, or a table's column. */
export interface Formatted {
  format: string;
  params?: Record<string, unknown> | undefined;
}

export function innerFormats<F extends Formatted>({ format, params }: F): [F, (string | number)[]][] {
  const { items, columns = [] } = { ...params } as { items?: F; columns?: F[] };
  if (format === "list" && items) return [[items, ["params", "items"]]];
  return format === "table" ? columns.map((inner, index) => [inner, ["params", "columns", index]]) : [];
}
