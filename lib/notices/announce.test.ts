import { beforeEach, expect, test } from "vitest";
import { createTestDatabase } from "#db/testing/database";
import { addSeconds } from "#lib/kernel/clock";
import { addPerson, type TestPerson } from "#lib/membership/testing/people";
import { listNotices } from "#lib/notices/list-notices";
import { announce } from "./announce.ts";

const now = new Date("2026-11-24T10:00:00Z");
const { db } = await createTestDatabase();
let ada: TestPerson;
let sue: TestPerson;
let tom: TestPerson;

beforeEach(async () => {
  await db.$client`update people set roles = '{auditor}'`;
  const admins = [1, 2, 3].map(() => addPerson(db, { roles: ["admin"], now }));
  [ada, sue, tom] = (await Promise.all(admins)) as [TestPerson, TestPerson, TestPerson];
});

const bypass = ({ personId }: TestPerson, at = now) =>
  db.transaction((tx) => announce(tx, { kind: "sso_bypassed", except: [personId], now: at }));
const noticesOf = async ({ personId }: TestPerson) =>
  (await listNotices(db, { personId, now })).notices.map(({ kind, at }) => [kind, at]);

test("all other admins, and no one else, are notified that an admin signed in without single sign-on", async () => {
  const auditor = await addPerson(db, { roles: ["auditor"], now });
  await bypass(ada);
  expect(await noticesOf(sue)).toEqual([["sso_bypassed", now]]);
  expect(await noticesOf(tom)).toEqual([["sso_bypassed", now]]);
  expect(await noticesOf(ada)).toEqual([]);
  expect(await noticesOf(auditor)).toEqual([]);
});

test("each admin has one of these notices at a time, about the newest sign-in", async () => {
  const later = addSeconds(now, 60);
  await bypass(ada);
  await bypass(ada, later);
  expect(await noticesOf(sue)).toEqual([["sso_bypassed", later]]);
});

test("an admin's notice about another admin stays when the admin signs in without single sign-on", async () => {
  await bypass(ada);
  await bypass(sue, addSeconds(now, 60));
  expect(await noticesOf(sue)).toEqual([["sso_bypassed", now]]);
});

test("without another admin no notice is sent, and no access is removed", async () => {
  await bypass(ada);
  await db.$client`update people set roles = '{auditor}' where id <> ${sue.personId}`;
  await bypass(sue, addSeconds(now, 60));
  expect(await noticesOf(sue)).toEqual([["sso_bypassed", now]]);
});
