import type { Database, Transaction } from "#db/client";
import { findEnvironment } from "#lib/workspace/environment";
import { requestChanged } from "./decision-errors.ts";
import type { Statement } from "./statement.ts";

/** Refuses a statement with another environment than the workspace's. @throws `request_changed` */
export async function requireCurrentEnvironment(
  db: Database | Transaction,
  { request, environment }: Pick<Statement, "request" | "environment">,
): Promise<void> {
  if ((await findEnvironment(db))?.label !== environment)
    throw requestChanged(`the environment was changed after the statement of ${request}`);
}
