import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { people } from "#db/schema/directory";
import { expectWaiting } from "#db/testing/expect-waiting";
import { ConnectedWorkspace } from "./testing/connected-workspace.ts";

const connected = await ConnectedWorkspace.open({ groupClaim: "groups", groupRoles: "it = admin" });
const { workspace, admin, db } = connected;

test("a sign-in that ends the founding period succeeds after a verb that locked the workspace first", async () => {
  const { viewer } = await workspace.person("gia", ["approver"], admin);
  connected.account("gia", { groups: ["it"] });
  let arriving: ReturnType<typeof connected.arrive> | undefined;
  await db.transaction(async (tx) => {
    // PostgreSQL has to abort the sign-in, not this transaction: the sign-in's own deadlock check
    // comes after 1 s.
    await tx.execute(sql`set local deadlock_timeout = '1min'`);
    await tx.execute(sql`select from workspace for share`);
    arriving = connected.arrive("gia");
    arriving.catch(() => {});
    await expectWaiting(db, 1);
    await tx.execute(sql`select from people where id = ${viewer.personId} for update`);
  });
  expect((await arriving)?.end).toBe("/queue");
  const admins = await db.select().from(people).where(sql`'admin' = any(${people.roles})`);
  expect(admins.map(({ id }) => id)).toContain(viewer.personId);
});
