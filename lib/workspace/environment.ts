import type { Database, Transaction } from "#db/client";
import { type EnvironmentColor, workspace } from "#db/schema/directory";

/** What people call the place that the workspace's agents act in, such as production. */
export interface Environment {
  label: string;
  color: EnvironmentColor;
}

export const longestEnvironment = 20;

/** Undefined where the workspace has no environment. */
export async function findEnvironment(db: Database | Transaction): Promise<Environment | undefined> {
  const { environment: label, environmentColor: color } = workspace;
  const [row] = await db.select({ label, color }).from(workspace);
  return row?.label && row.color ? { label: row.label, color: row.color } : undefined;
}
