import { eq } from "drizzle-orm";
import type { Transaction } from "#db/client";
import { groups } from "#db/schema/groups";
import { CountersignError } from "#lib/kernel/errors";
import { singleLine } from "#lib/text/single-line";

/** @throws {CountersignError} `conflict` for a taken name, in any case. */
export async function insertGroup(tx: Transaction, group: typeof groups.$inferInsert): Promise<void> {
  await withUniqueName(tx, group.name, (point) => point.insert(groups).values(group));
}

/** @throws {CountersignError} `conflict` for a taken name, in any case. */
export async function updateNames(
  tx: Transaction,
  groupId: string,
  names: { name: string; externalId?: string | null },
): Promise<void> {
  await withUniqueName(tx, names.name, (point) =>
    point.update(groups).set(names).where(eq(groups.id, groupId)),
  );
}

/** Makes a directory's group a group of the console. */
export async function releaseFromDirectory(tx: Transaction, groupId: string): Promise<void> {
  await tx.update(groups).set({ source: "console", externalId: null }).where(eq(groups.id, groupId));
}

export async function removeGroup(tx: Transaction, groupId: string): Promise<void> {
  await tx.delete(groups).where(eq(groups.id, groupId));
}

async function withUniqueName(
  tx: Transaction,
  name: string,
  write: (point: Transaction) => PromiseLike<unknown>,
): Promise<void> {
  try {
    // A savepoint: a taken name fails only the write, not the whole transaction.
    await tx.transaction(async (point) => write(point));
  } catch (thrown) {
    if (!isNameTaken(thrown)) throw thrown;
    throw new CountersignError("conflict", "the name of a group is taken", {
      userMessage: `A group named ${name} already exists.`,
      cause: thrown,
    });
  }
}

function isNameTaken(thrown: unknown): boolean {
  const fault = thrown instanceof Error ? (thrown.cause ?? thrown) : thrown;
  return (fault as { constraint_name?: string } | undefined)?.constraint_name === "groups_name";
}

export const groupName = singleLine(80, "Enter a name");
