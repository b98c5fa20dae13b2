import { eq } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { workspace } from "#db/schema/directory";
import type { Environment } from "./environment.ts";

// The caller has locked the row where the change depends on it, and records the change.

/** The primary key admits one row: concurrent callers wait. @returns false if the row exists. */
export async function insertWorkspace(
  tx: Transaction,
  { name, now }: { name: string; now: Date },
): Promise<boolean> {
  const created = await tx
    .insert(workspace)
    .values({ id: 1, name, createdAt: now })
    .onConflictDoNothing()
    .returning({ id: workspace.id });
  return created.length > 0;
}

export async function changeReviewHours(tx: Transaction, hours: number): Promise<void> {
  await tx.update(workspace).set({ breakGlassReviewHours: hours });
}

export async function changeAttestationPeriods(
  tx: Transaction,
  { days, graceDays, now }: { days: number; graceDays: number; now: Date },
): Promise<void> {
  await tx
    .update(workspace)
    .set({ attestationDays: days, attestationGraceDays: graceDays, attestationChangedAt: now });
}

export async function changePhoneSessionDays(tx: Transaction, days: number): Promise<void> {
  await tx.update(workspace).set({ phoneSessionDays: days });
}

/** Ends the founding period permanently. */
export async function endFoundingPeriod(tx: Transaction, now: Date): Promise<void> {
  await tx.update(workspace).set({ secondAdminSince: now });
}

/** @returns false when single sign-on is required, or not required, already. */
export async function switchSsoRequirement(tx: Transaction, required: boolean): Promise<boolean> {
  const changed = await tx
    .update(workspace)
    .set({ requireSso: required })
    .where(eq(workspace.requireSso, !required))
    .returning({ id: workspace.id });
  return changed.length > 0;
}

/** @returns false when two admins are required, or not required, already. */
export async function switchSecondAdmin(tx: Transaction, required: boolean): Promise<boolean> {
  const changed = await tx
    .update(workspace)
    .set({ publishNeedsSecondAdmin: required })
    .where(eq(workspace.publishNeedsSecondAdmin, !required))
    .returning({ id: workspace.id });
  return changed.length > 0;
}

export async function changeDetailChannels(tx: Transaction, channels: string[]): Promise<void> {
  await tx.update(workspace).set({ detailChannels: channels });
}

export async function changeFloodLimit(
  tx: Transaction,
  { requests, minutes }: { requests: number; minutes: number },
): Promise<void> {
  await tx.update(workspace).set({ floodRequests: requests, floodMinutes: minutes });
}

export async function storeEnvironment(tx: Transaction, environment: Environment | undefined): Promise<void> {
  const { label = null, color = null } = environment ?? {};
  await tx.update(workspace).set({ environment: label, environmentColor: color });
}
