import { expect, test } from "vitest";
import { refund } from "#app/api/testing/requests";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { browse, SignedInPerson } from "#app/api/testing/signed-in-person";
import { changeRoles } from "#lib/membership/change-roles";
import { issueRecovery } from "#lib/membership/issue-recovery";
import { suspendPerson } from "#lib/membership/offboarding/suspend-person";
import { reinstatePerson } from "#lib/membership/reinstate-person";
import { listNotices } from "#lib/notices/list-notices";
import { SoftAuthenticator } from "#lib/passkeys/testing/soft-authenticator";

const { workspace, admin: ada } = await RunningWorkspace.open();
const { db } = workspace;
const owner = await workspace.person("Olga", ["approver"], ada, { isConfirmed: false });
const backup = await workspace.person("Bo", ["approver"], ada, { isConfirmed: false });
const agent = await workspace.agent(ada, owner, [backup]);

/** The admin opens a recovery link issued for another person, with the old passkeys still valid. */
async function impersonate(person: SignedInPerson): Promise<SignedInPerson> {
  const { personId } = person.viewer;
  const fields = { actor: ada.viewer, personId, oldPasskeys: "keep" as const, now: workspace.time.now };
  const link = await issueRecovery(db, fields);
  if (!("token" in link)) throw new Error("the link was proposed");
  const { token } = link;
  const { options } = (await (await browse("/api/enrollments/options", { token })).json()) as {
    options: Parameters<SoftAuthenticator["create"]>[0];
  };
  const authenticator = new SoftAuthenticator({ origin: "http://localhost:3000", rpId: "localhost" });
  const answer = await browse("/api/enrollments", { token, credential: authenticator.create(options) });
  const cookie = (answer.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
  return new SignedInPerson(workspace.runtime, person.viewer, cookie, authenticator);
}

async function approvedBy(...approvers: SignedInPerson[]) {
  const { request, wait } = (await (await agent.ask({ action: refund() })).json()) as {
    request: { id: string };
    wait: { url: string; token: string };
  };
  await db.$client`update requests set approvals_required = 2 where id = ${request.id}`;
  const answers = [];
  for (const person of approvers) answers.push(await (await person.approve(request.id)).json());
  const { request: now } = (await (await agent.follow(wait)).json()) as { request: object };
  return { now, last: answers.at(-1) as { approvals: { counted_as_one?: string[] } } };
}

test("with one admin who invites everyone, two invited people can give two approvals", async () => {
  expect((await approvedBy(owner, backup)).now).toMatchObject({ state: "approved" });
});

test("during the founding period, one admin with recovery links for two people fills one place, and the answer says why", async () => {
  const [asOwner, asBackup] = [await impersonate(owner), await impersonate(backup)];
  const { now, last } = await approvedBy(asOwner, asBackup);
  expect(now).toMatchObject({ state: "pending", approvals: { required: 2, given: 1 } });
  expect(last.approvals.counted_as_one).toEqual([
    "The passkeys of Olga and Bo were enrolled through Ada Admin and aren't confirmed yet, so both approvals count as one.",
  ]);
});

test("the person is notified that a link was issued, and that a passkey was enrolled by it", async () => {
  const { notices } = await listNotices(db, { personId: owner.viewer.personId, now: workspace.time.now });
  expect(notices).toContainEqual(
    expect.objectContaining({ kind: "link_issued", by: "Ada Admin", isOwn: true, oldPasskeys: "keep" }),
  );
  expect(notices).toContainEqual(expect.objectContaining({ kind: "passkey_enrolled", by: "Ada Admin" }));
  const adas = await listNotices(db, { personId: ada.viewer.personId, now: workspace.time.now });
  expect(adas.notices.map(({ kind }) => kind)).toContain("passkey_enrolled");
});

test("the founding period ends when a person given the admin role while suspended is reactivated, and both admins are notified", async () => {
  const { personId } = owner.viewer;
  const by = { actor: ada.viewer, personId, now: workspace.time.now };
  await suspendPerson(db, by);
  await changeRoles(db, { ...by, roles: ["admin", "approver"] });
  const since = async () => (await db.$client`select second_admin_since as at from workspace`)[0]?.at;
  expect(await since()).toBeNull();
  await reinstatePerson(db, by);
  expect(new Date(await since())).toEqual(workspace.time.now);
  // Bo's passkey, which counted until now, has to be confirmed.
  for (const { viewer } of [ada, owner]) {
    const { notices } = await listNotices(db, { personId: viewer.personId, now: workspace.time.now });
    expect(notices.filter(({ kind }) => kind === "founding_ended")).toHaveLength(1);
  }
});
