import type { Database, Transaction } from "#db/client";
import { workspace } from "#db/schema/directory";

/** The workspace's name and settings, or undefined before set-up. */
export async function findWorkspace(
  db: Database | Transaction,
): Promise<{ name: string; breakGlassReviewHours: number } | undefined> {
  const { name, breakGlassReviewHours } = workspace;
  const [row] = await db.select({ name, breakGlassReviewHours }).from(workspace);
  return row;
}
