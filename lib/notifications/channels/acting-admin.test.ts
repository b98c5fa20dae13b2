import { expect, test } from "vitest";
import { people, workspace as settings } from "#db/schema/directory";
import { now, TestWorkspace } from "#lib/testing/workspace";
import { findDetailChannels, saveDetailChannels } from "./detail-channels.ts";
import { saveFloodLimit } from "./flood-limit.ts";

const workspace = await TestWorkspace.open();
const { db } = workspace;
await db.insert(settings).values({ name: "Test", createdAt: now });
const ada = await workspace.person("Ada", ["admin"]);

test("an admin who lost the role since the page was opened changes neither details nor the flood limit", async () => {
  const [before] = await db.select().from(settings);
  const change = { actor: ada, now };
  await db.update(people).set({ roles: ["approver"] });
  const refused = { code: "not_found" };
  await expect(
    saveDetailChannels(db, { ...change, channels: ["mail"], confirmedFrom: [] }),
  ).rejects.toMatchObject(refused);
  const limit = { requests: 100, minutes: 5, confirmedFrom: { requests: 10, minutes: 10 } };
  await expect(saveFloodLimit(db, { ...change, ...limit })).rejects.toMatchObject(refused);
  expect(await db.select().from(settings)).toEqual([before]);
  await db.update(people).set({ roles: ["admin"] });
  await saveDetailChannels(db, { ...change, channels: ["mail"], confirmedFrom: [] });
  await saveFloodLimit(db, { ...change, ...limit });
  expect(await findDetailChannels(db)).toEqual(["mail"]);
});
