import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { workspace } from "#db/schema/directory";
import { createTestDatabase } from "#db/testing/database";
import { addPerson } from "#lib/membership/testing/people";
import { findOpenOfAct } from "./find-proposals.ts";
import { proposalDigest } from "./proposal-digest.ts";

const now = new Date("2026-11-24T10:00:00Z");

/** The statements of the migration that move open proposals. */
function backfill(): string[] {
  const folder = path.resolve("db/migrations");
  const file = readdirSync(folder).find((name) => name.endsWith("_proposals.sql")) ?? "";
  const statements = readFileSync(path.join(folder, file), "utf8").split("--> statement-breakpoint");
  return statements.filter((statement) => /INSERT INTO "proposals"|UPDATE "notices"/.test(statement));
}

test("proposals opened before the table existed continue, with the same digest", async () => {
  const { db } = await createTestDatabase();
  const { personId } = await addPerson(db, { roles: ["admin"], now });
  const single = { singleAdminProposedBy: personId, singleAdminProposedAt: now };
  await db
    .insert(workspace)
    .values({ name: "Test", createdAt: now, publishNeedsSecondAdmin: true, ...single });
  await db.$client`
    insert into policy_draft (base_version, revision, rules, default_outcome, unclassified, updated_by, updated_at, proposed_by, proposed_digest, proposed_at)
    values (1, 1, '[]', 'step_up', 'allow', ${personId}, now(), ${personId}, 'the-digest', ${now.toISOString()})`;
  for (const statement of backfill()) await db.execute(statement);
  for (const act of ["policy.publish", "workspace.single_admin"] as const) {
    const found = await findOpenOfAct(db, { act, now });
    expect(found).toMatchObject({ proposedBy: personId, proposedAt: now });
    expect(found && proposalDigest(found.change)).toBe(found?.digest);
  }
});
