import { kindOf } from "#db/statement-kind";
import { indexesOf, judgeStatement, type Made } from "./forms.ts";

export interface MigrationText {
  tag: string;
  text: string;
}

/**
 * What is wrong with the migrations after those of the newest release.
 * @param migrations all, oldest first
 * @param released those of the newest release; without a release, the first migration
 */
export function judgeMigrations(migrations: MigrationText[], released: MigrationText[]): string[] {
  const changed = released.filter(({ text }, n) => migrations[n]?.text !== text);
  if (changed.length > 0) return changed.map(({ tag }) => `${tag} was released, and has changed since`);
  const releasedIndexes = new Set(released.flatMap(({ text }) => indexesOf(text)));
  const made: Made = { tables: new Set(), notNullChecks: new Map(), neverNull: new Set(), releasedIndexes };
  return migrations.flatMap(({ tag, text }, n) => {
    made.tables.clear();
    const judged = judge(text, made, released);
    return n < released.length ? [] : judged.map((fault) => `${tag} ${fault}`);
  });
}

function judge(text: string, made: Made, released: MigrationText[]): string[] {
  const faults: string[] = [];
  const last = released.at(-1)?.tag ?? "";
  if (/^-- requires: (\w+)$/m.exec(text)?.[1] !== last)
    faults.push(`needs the line "-- requires: ${last}", the last migration of the release before`);
  const isReleased = (line: RegExp) => released.some(({ tag }) => tag === line.exec(text)?.[1]);
  const isUnused = isReleased(/^-- unused since: (\w+)$/m);
  const isKept = isReleased(/^-- kept since: (\w+)$/m);
  const statements = text.split("--> statement-breakpoint");
  for (const [n, statement] of statements.entries()) {
    const verdict = judgeStatement(statement, made, { before: statements[n - 1], after: statements[n + 1] });
    const start = statement.replace(/^\s*(--.*\n\s*)*/, "").slice(0, 100);
    if (verdict === "refused")
      faults.push(`has a statement that can block asks, stop the release before, or isn't known: ${start}`);
    if (verdict === "contracts" && !isUnused)
      faults.push(`needs the line "-- unused since: <a released migration>" to take this away: ${start}`);
    if (verdict === "narrows" && !isKept)
      faults.push(`needs the line "-- kept since: <a released migration>" to refuse rows: ${start}`);
  }
  const isQuick = statements.map((statement) => kindOf(statement) === "quick");
  if (isQuick.includes(true) && isQuick.includes(false))
    faults.push("mixes statements of one transaction with statements that run alone: split it");
  return faults;
}
