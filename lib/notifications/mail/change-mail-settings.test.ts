import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import { people, workspace } from "#db/schema/directory";
import { mailSettings } from "#db/schema/mail";
import { masterSecret } from "#lib/membership/testing/people";
import { auditEvents } from "#lib/policy/testing/workspace";
import { openTwoAdmins } from "#lib/proposed-changes/testing/two-admins";
import { changeMailSettings, removeMailSettings } from "./change-mail-settings.ts";
import { findMailServer, findMailView, sealPassword } from "./mail-settings.ts";
import type { MailSettings } from "./settings-fields.ts";

const settings: MailSettings = {
  ...{ host: "smtp.example.com", port: 587, security: "starttls", userName: "countersign" },
  ...{ fromAddress: "countersign@example.com", fromName: "Countersign" },
};
const elsewhere = { ...settings, host: "smtp.attacker.example" };

let two: Awaited<ReturnType<typeof openTwoAdmins>>;
beforeEach(async () => {
  two = await openTwoAdmins();
});

const oneAdmin = () => two.db.update(workspace).set({ publishNeedsSecondAdmin: false });
const saved = () => findMailServer(two.db, masterSecret);

function change(
  after: MailSettings,
  { password, before = null }: { password?: string; before?: MailSettings | null },
) {
  const passwordSealed = password === undefined ? undefined : sealPassword(masterSecret, password);
  return changeMailSettings(two.db, { ...two.by(two.ada), before, after, passwordSealed });
}

describe("the mail settings of one admin", () => {
  beforeEach(oneAdmin);

  test("are stored with the password sealed, and shown and recorded without it", async () => {
    await change(settings, { password: "correct horse" });
    expect(await saved()).toEqual({ ...settings, password: "correct horse" });
    const [row] = await two.db.select().from(mailSettings);
    expect(Buffer.from(row?.passwordSealed ?? []).toString("latin1")).not.toContain("correct horse");
    expect(JSON.stringify(await findMailView(two.db, { viewer: two.ada }))).not.toMatch(/password|correct/);
    const [event] = await auditEvents(two.db, "mail_settings.changed");
    expect(event).toMatchObject({
      data: { server_before: null, server: "smtp.example.com:587", password_replaced: true },
    });
    expect(JSON.stringify(event)).not.toContain("correct horse");
  });

  test("keep the password for the same server and user name alone", async () => {
    await change(settings, { password: "correct horse" });
    const renamed = { ...settings, fromName: "Approvals" };
    await change(renamed, { before: settings });
    expect(await saved()).toMatchObject({ fromName: "Approvals", password: "correct horse" });
    for (const other of [elsewhere, { ...settings, port: 2525 }, { ...settings, userName: "other" }])
      await expect(change(other, { before: renamed })).rejects.toMatchObject({ code: "invalid_input" });
    expect(await saved()).toMatchObject({ host: "smtp.example.com", password: "correct horse" });
    await change({ ...elsewhere, userName: null }, { before: renamed });
    expect(await saved()).toMatchObject({ host: "smtp.attacker.example", password: null });
  });

  test("are not changed after another admin's change, nor set up twice", async () => {
    const both = await Promise.allSettled(
      [1, 2].map((n) => change({ ...settings, port: n }, { password: "x" })),
    );
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    await expect(change(elsewhere, { password: "x", before: settings })).rejects.toMatchObject({
      code: "conflict",
    });
  });

  test("are removed with the password, once", async () => {
    await change(settings, { password: "correct horse" });
    await removeMailSettings(two.db, two.by(two.ada));
    expect(await saved()).toBeUndefined();
    await expect(removeMailSettings(two.db, two.by(two.ada))).rejects.toMatchObject({ code: "not_found" });
    expect(await auditEvents(two.db, "mail_settings.removed")).toMatchObject([
      { data: { server_before: "smtp.example.com:587" } },
    ]);
  });

  test("are neither shown to, nor changed by, an approver", async () => {
    const actor = { ...two.ada, roles: ["approver" as const] };
    const notFound = { code: "not_found" };
    await expect(findMailView(two.db, { viewer: actor })).rejects.toMatchObject(notFound);
    const input = { ...two.by(two.ada), actor, before: null, after: settings, passwordSealed: undefined };
    await expect(changeMailSettings(two.db, input)).rejects.toMatchObject(notFound);
    await expect(removeMailSettings(two.db, input)).rejects.toMatchObject(notFound);
  });

  test("are not changed or removed by an admin who lost the role since the page was opened", async () => {
    await change(settings, { password: "correct horse" });
    await two.db
      .update(people)
      .set({ roles: ["approver"] })
      .where(eq(people.id, two.ada.personId));
    const notFound = { code: "not_found" };
    await expect(change(elsewhere, { password: "x", before: settings })).rejects.toMatchObject(notFound);
    await expect(removeMailSettings(two.db, two.by(two.ada))).rejects.toMatchObject(notFound);
    expect(await saved()).toMatchObject({ host: "smtp.example.com" });
  });
});

describe("where two admins are required", () => {
  test("one alone sends no mail through another server, and the second sets the password too", async () => {
    expect(await change(settings, { password: "correct horse" })).toHaveProperty("proposalId");
    expect(await saved()).toBeUndefined();
    await two.confirm(two.bo, await two.open());
    expect(await saved()).toEqual({ ...settings, password: "correct horse" });
    expect(await auditEvents(two.db, "mail_settings.changed")).toMatchObject([
      { actor: { id: two.bo.personId }, data: { proposed_by: two.ada.personId } },
    ]);
    expect(await change(elsewhere, { password: "x", before: settings })).toHaveProperty("proposalId");
    expect(await saved()).toMatchObject({ host: "smtp.example.com" });
  });

  test("a proposed change contains no password in clear, and is refused after another change", async () => {
    await change(settings, { password: "correct horse" });
    const proposal = await two.open();
    expect(JSON.stringify(proposal)).not.toContain("correct horse");
    await oneAdmin();
    await change(elsewhere, { password: "x" });
    await expect(two.confirm(two.bo, proposal)).rejects.toMatchObject({ code: "conflict" });
    expect(await saved()).toMatchObject({ host: "smtp.attacker.example" });
  });

  test("one alone replaces the password and the sender", async () => {
    await oneAdmin();
    await change(settings, { password: "correct horse" });
    await two.db.update(workspace).set({ publishNeedsSecondAdmin: true });
    const after = { ...settings, fromName: "Approvals" };
    expect(await change(after, { before: settings, password: "new" })).toBeUndefined();
    expect(await saved()).toEqual({ ...after, password: "new" });
  });
});
