import type { Database } from "#db/client";
import { standbyWords } from "#db/standby/standby-state";
import type { Config } from "#lib/kernel/config";
import { openStandbyOf } from "../database.ts";
import { explainDatabaseFault } from "../database-fault.ts";
import { findingsOf, type Report, sentenceOf } from "./finding.ts";

const { ok, warning, wrong } = findingsOf("standby");
/** Of the five seconds for the database. */
const patienceMilliseconds = 1000;

/** Looks at the standby in DATABASE_READ_URL, if there is one. The schema has to exist. */
export async function checkStandby(primary: Database, config: Config, report: Report): Promise<void> {
  const standby = openStandbyOf(primary, config);
  if (!standby) return;
  const state = await standby.look(patienceMilliseconds);
  await standby.close();
  if (state.kind === "current") return report(ok(standbyWords(state)));
  if (state.kind === "other_database") return report(wrong(standbyWords(state)));
  const cause = state.cause && explainDatabaseFault(state.cause, config, config.databaseReadUrl ?? "");
  report(warning(`${standbyWords(state)}${cause ? ` ${sentenceOf(cause)}` : ""}`));
}
