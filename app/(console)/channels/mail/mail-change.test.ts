import { expect, it } from "vitest";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { confirmAndPerform, expectRefusedForOthers, formOf, questionFor } from "#app/testing/confirming";
import { performConfirmed } from "#app/web/forms/confirmed-action";
import { mailSettings } from "#db/schema/mail";
import { proposals } from "#db/schema/proposals";
import { findMailView } from "#lib/notifications/mail/mail-settings";
import { requirement } from "../../settings/publishing/second-admin.ts";
import { mailChange, mailRemoval } from "./mail-change.ts";

const { workspace, admin } = await RunningWorkspace.open();
const server = {
  ...{ host: "smtp.example.com", port: "587", security: "starttls", userName: "countersign" },
  ...{ password: "correct horse", fromAddress: "countersign@example.com", fromName: "Countersign" },
};
const host = async () => (await findMailView(workspace.db, { viewer: admin.viewer }))?.settings.host;

it("an admin's session alone sets up no mail server, and the question shows no password", async () => {
  const { act, question } = await questionFor(mailChange, admin, formOf(server));
  expect(act).toMatch(/^mail\/change\/[\w-]{43}$/);
  expect(question).toMatchObject({ title: "Set up email?" });
  expect(JSON.stringify(question)).not.toContain("correct horse");
  expect(await host()).toBeUndefined();
});

it("an admin's passkey sets up exactly the mail server it confirms", async () => {
  await expectRefusedForOthers(mailChange, admin, server, [
    { host: "smtp.attacker.example" },
    { port: "25" },
    { password: "battery staple" },
    { fromAddress: "other@example.com" },
  ]);
  expect(await host()).toBeUndefined();
  await confirmAndPerform(mailChange, admin, formOf(server));
  expect(await host()).toBe("smtp.example.com");
});

it("another server needs the password again, before a passkey is asked for", async () => {
  const other = formOf({ ...server, host: "smtp.attacker.example", password: "" });
  await expect(performConfirmed(mailChange, admin.viewer, other)).rejects.toMatchObject({
    errors: { password: expect.stringContaining("Enter the password") },
  });
  await questionFor(mailChange, admin, formOf({ ...server, fromName: "Approvals", password: "" }));
});

it("email to another machine can't be saved without encryption", async () => {
  const plain = formOf({ ...server, security: "none" });
  await expect(performConfirmed(mailChange, admin.viewer, plain)).rejects.toMatchObject({
    errors: { security: expect.stringContaining("encrypted") },
  });
});

it("an admin's session alone doesn't remove the mail server", async () => {
  const { act } = await questionFor(mailRemoval, admin, formOf({}));
  expect(await host()).toBe("smtp.example.com");
  await confirmAndPerform(mailRemoval, admin, formOf({}), act);
  expect(await workspace.db.$count(mailSettings)).toBe(0);
});

it("where the workspace requires two admins, an admin's passkey proposes the mail server", async () => {
  await workspace.person("Bea", ["admin"], admin);
  await confirmAndPerform(requirement, admin, formOf({}));
  expect(await confirmAndPerform(mailChange, admin, formOf(server))).toHaveProperty("proposalId");
  expect(await host()).toBeUndefined();
  expect(await workspace.db.$count(proposals)).toBe(1);
});
