/** A statement as executed and as shown in the report: `$1` is the first of `params`. */
export interface Query {
  sql: string;
  params: (string | number)[];
}

/** Writes a query with values apart from the text: query`select ... where id >= ${first}`. */
export function query(texts: TemplateStringsArray, ...params: (string | number)[]): Query {
  const sql = texts.reduce((sum, text, index) => `${sum}$${index}${text}`);
  return { sql: sql.replaceAll(/\s*\n\s*/g, "\n  ").trim(), params };
}
