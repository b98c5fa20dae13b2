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

/** The limit from which an agent floods; the defaults before set-up. */
export async function findFloodLimit(
  db: Database | Transaction,
): Promise<{ floodRequests: number; floodMinutes: number }> {
  const { floodRequests, floodMinutes } = workspace;
  const [row] = await db.select({ floodRequests, floodMinutes }).from(workspace);
  return row ?? { floodRequests: 10, floodMinutes: 10 };
}
