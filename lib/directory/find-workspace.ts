import type { Database, Transaction } from "#db/client";
import { workspace } from "#db/schema/directory";

/** The workspace's name, or undefined before set-up. */
export async function findWorkspace(db: Database | Transaction): Promise<{ name: string } | undefined> {
  const [row] = await db.select({ name: workspace.name }).from(workspace);
  return row;
}
