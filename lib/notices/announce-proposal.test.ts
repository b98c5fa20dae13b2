import { beforeAll, expect, test } from "vitest";
import { createTestDatabase } from "#db/testing/database";
import { addPerson, type TestPerson } from "#lib/directory/testing/people";
import { announceProposal } from "./announce-proposal.ts";
import { listNotices } from "./list-notices.ts";

const now = new Date("2026-11-24T10:00:00Z");
const { db } = await createTestDatabase();
let ada: TestPerson;
let sue: TestPerson;
let approver: TestPerson;

beforeAll(async () => {
  ada = await addPerson(db, { roles: ["admin"], now });
  sue = await addPerson(db, { roles: ["admin"], now });
  approver = await addPerson(db, { roles: ["approver"], now });
  await db.$client`
    insert into policy_draft (base_version, revision, rules, default_outcome, updated_by, updated_at, proposed_by, proposed_digest, proposed_at)
    values (1, 1, '[]', 'step_up', ${ada.personId}, now(), ${ada.personId}, 'digest', now())`;
});

const told = async ({ personId }: TestPerson) =>
  (await listNotices(db, { personId, now })).notices.map(({ kind }) => kind);

test("a proposal is told to all other admins, once, for as long as it stands", async () => {
  for (let times = 0; times < 2; times += 1)
    await db.transaction((tx) => announceProposal(tx, { by: ada.personId, now }));
  expect(await told(sue)).toEqual(["publication_proposed"]);
  expect(await told(ada)).toEqual([]);
  expect(await told(approver)).toEqual([]);
  await db.$client`update policy_draft set proposed_by = null, proposed_digest = null, proposed_at = null`;
  expect(await told(sue)).toEqual([]);
});
