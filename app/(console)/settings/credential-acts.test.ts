import { expect, it } from "vitest";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { confirmAndPerform, expectRefusedForOthers, formOf, questionFor } from "#app/testing/confirming";
import { newId } from "#lib/kernel/ids";
import { issueScimToken } from "#lib/provisioning/scim/tokens";
import { registerEventSource } from "#lib/provisioning/signals/register-event-source";
import { credentialRevocation, responsibility } from "./credential-acts.ts";

const { workspace, admin } = await RunningWorkspace.open();
const { db, runtime, time } = workspace;
const { now } = time;
const other = await workspace.person("Olga Other", ["admin"], admin);

const by = { actor: admin.viewer, config: runtime.config, now };
const issueToken = async () => (await issueScimToken(db, { ...by, name: "Okta", expiresInDays: 9 })).tokenId;
const addSource = async () => {
  const issuer = `https://${newId("evs", now)}.example`;
  const source = {
    name: "Okta",
    issuer,
    audience: "a",
    mayFreeze: false,
    keys: { url: "https://okta.example/keys" },
  };
  return (await registerEventSource(db, { ...by, ...source })).eventSourceId;
};

it.each([
  ["scim_token", "sct", "SCIM token"],
  ["event_source", "evs", "event source"],
  ["tool", "tol", "tool"],
  ["boundary", "bnd", "boundary"],
  ["policy_token", "tok", "policy token"],
] as const)("a %s is revoked by its own verb", async (kind, prefix, noun) => {
  const attempt = credentialRevocation.perform(admin.viewer, formOf({ kind, id: newId(prefix, now) }));
  await expect(attempt).rejects.toMatchObject({ code: "not_found", message: expect.stringContaining(noun) });
});

it.each([
  ["scim_token", issueToken, "credential/answer/scim_token"],
  ["event_source", addSource, "credential/answer/event_source"],
] as const)(
  "an admin takes responsibility only for the %s that the passkey confirms",
  async (kind, create, name) => {
    const [id, another] = [await create(), await create()];
    const { act, question } = await questionFor(responsibility, other, formOf({ kind, id }));
    expect(act).toMatch(new RegExp(`^${name}/${id}/[\\w-]{43}$`));
    expect(question.title).toBe("Take responsibility for Okta?");
    await expectRefusedForOthers(responsibility, other, { kind, id }, [{ id: another }]);
    await confirmAndPerform(responsibility, other, formOf({ kind, id }));
    // Fails because the admin is responsible already.
    await expect(confirmAndPerform(responsibility, other, formOf({ kind, id }))).rejects.toMatchObject({
      code: "conflict",
    });
  },
);
