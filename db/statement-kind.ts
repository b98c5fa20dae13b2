/**
 * How a statement of a migration runs. `quick`: with all others of its migration in one short
 * transaction. `unlocked`: alone, for as long as it takes, because it holds no lock that an ask waits
 * for. `batch`: again and again, a few rows in each transaction.
 */
export type StatementKind = "quick" | "unlocked" | "batch";

export function kindOf(statement: string): StatementKind {
  const text = plainText(statement);
  if (/^with batch as \(/i.test(text)) return "batch";
  if (/^(create (unique )?index|drop index) concurrently /i.test(text)) return "unlocked";
  return /^alter table \S+ validate constraint /i.test(text) ? "unlocked" : "quick";
}

/** The name of the index that a statement builds without a lock. */
export function builtIndex(statement: string): string | undefined {
  return /^create (?:unique )?index concurrently ([a-z_][a-z0-9_]*) on /i.exec(plainText(statement))?.[1];
}

/** The statement on one line, without comments and without the quotes of names. */
export function plainText(statement: string): string {
  return statement
    .replace(/--.*$/gm, "")
    .replace(/"(\w+)"/g, "$1")
    .replace(/\s+/g, " ")
    .replace(/; ?$/, "")
    .trim();
}
