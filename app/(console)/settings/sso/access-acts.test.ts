import { eq } from "drizzle-orm";
import { expect, it } from "vitest";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import {
  confirmAndPerform,
  expectRefusedAfter,
  expectRefusedForOthers,
  formOf,
  questionFor,
} from "#app/testing/confirming";
import { accounts } from "#db/schema/auth";
import { workspace as workspaceRow } from "#db/schema/directory";
import { ssoConnections } from "#db/schema/sso";
import { newId } from "#lib/kernel/ids";
import { createConnection } from "#lib/provisioning/sso/connections/create-connection";
import { removal, requirement, switching, unlinking } from "./access-acts.ts";

const { workspace, admin } = await RunningWorkspace.open();
const { db, runtime, time } = workspace;

async function connect(name: string): Promise<string> {
  const settings = {
    ...{ name, clientId: "countersign", scopes: [], domains: ["example.com"] },
    ...{ justInTime: false, justInTimeRoles: [], groupClaim: null, groupRoles: [] },
  };
  const { connectionId } = await createConnection(db, {
    ...{ actor: admin.viewer, issuer: `https://${newId("sso", time.now)}.example`, settings },
    ...{ clientSecret: "s3cret", masterSecret: runtime.secret, config: runtime.config, now: time.now },
  });
  return connectionId;
}

async function stateOf(connectionId: string): Promise<"on" | "off" | "removed"> {
  const [row] = await db.select().from(ssoConnections).where(eq(ssoConnections.id, connectionId));
  if (!row) return "removed";
  return row.enabled ? "on" : "off";
}

async function isRequired(): Promise<boolean | undefined> {
  const [row] = await db.select().from(workspaceRow);
  return row?.requireSso;
}

it("a passkey turns on only the connection it confirms, under the name shown", async () => {
  const [connectionId, other] = [await connect("Okta"), await connect("Entra")];
  const fields = { connectionId, to: "enable" };
  const { act } = await questionFor(switching, admin, formOf(fields));
  expect(act).toMatch(new RegExp(`^sso/switch/enable/${connectionId}/[\\w-]{43}$`));
  await expectRefusedForOthers(switching, admin, fields, [{ connectionId: other }, { to: "disable" }]);
  await db.update(ssoConnections).set({ name: "Octa" }).where(eq(ssoConnections.id, connectionId));
  await expect(confirmAndPerform(switching, admin, formOf(fields), act)).rejects.toMatchObject({
    code: "conflict",
  });
  expect(await stateOf(connectionId)).toBe("off");
  await confirmAndPerform(switching, admin, formOf(fields));
  expect([await stateOf(connectionId), await stateOf(other)]).toEqual(["on", "off"]);
});

it("a passkey removes only the connection it confirms", async () => {
  const [connectionId, other] = [await connect("Okta"), await connect("Entra")];
  const { act } = await questionFor(removal, admin, formOf({ connectionId }));
  expect(act).toMatch(new RegExp(`^sso/remove/${connectionId}/[\\w-]{43}$`));
  await expectRefusedForOthers(removal, admin, { connectionId }, [{ connectionId: other }]);
  expect(await stateOf(connectionId)).toBe("off");
  await confirmAndPerform(removal, admin, formOf({ connectionId }));
  expect([await stateOf(connectionId), await stateOf(other)]).toEqual(["removed", "off"]);
});

it("a passkey that confirmed turning a connection off does not remove it", async () => {
  const connectionId = await connect("Okta");
  const { act } = await questionFor(switching, admin, formOf({ connectionId, to: "disable" }));
  await expectRefusedAfter(act, removal, admin, { connectionId });
  expect(await stateOf(connectionId)).toBe("off");
});

it("a passkey unlinks only the person and the connection it confirms", async () => {
  const [connectionId, otherConnection] = [await connect("Okta"), await connect("Entra")];
  const bo = await workspace.person("Bo", ["approver"], admin);
  const { personId } = bo.viewer;
  const account = { type: "oidc", providerAccountId: "bo" } as const;
  await db.insert(accounts).values({ ...account, userId: personId, provider: connectionId });
  const links = () => db.$count(accounts, eq(accounts.userId, personId));
  const fields = { connectionId, personId };
  await expectRefusedForOthers(unlinking, admin, fields, [
    { connectionId: otherConnection },
    { personId: admin.viewer.personId },
  ]);
  expect(await links()).toBe(1);
  await confirmAndPerform(unlinking, admin, formOf(fields));
  expect(await links()).toBe(0);
});

it("a passkey requires single sign-on only if it confirms the requirement, not its end", async () => {
  const connectionId = await connect("Okta");
  await confirmAndPerform(switching, admin, formOf({ connectionId, to: "enable" }));
  await expectRefusedForOthers(requirement, admin, { to: "require" }, [{ to: "release" }]);
  expect(await isRequired()).toBe(false);
  await confirmAndPerform(requirement, admin, formOf({ to: "require" }));
  await expectRefusedForOthers(requirement, admin, { to: "release" }, [{ to: "require" }]);
  expect(await isRequired()).toBe(true);
});
