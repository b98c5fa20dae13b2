import { expect, test } from "vitest";
import { api } from "#app/api/index";
import { codeOf } from "#app/api/testing/requests";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import { base64url } from "#lib/kernel/digest";
import { findAcceptance } from "#lib/ownership/offers/find-acceptance";
import { offerOwnership } from "#lib/ownership/offers/offer-ownership";

const { workspace, admin, owner } = await RunningWorkspace.withOwner();
const heir = await workspace.person("Hugo Heir", ["approver"], admin);
const { id: agentId } = await workspace.agent(admin, owner);

test("a new owner signs in the browser and follows the link to the receipt; another person's page cannot sign for the owner", async () => {
  const { db, time, runtime } = workspace;
  const toPersonId = heir.viewer.personId;
  const offers = [{ agentId, toPersonId }];
  const [offerId = ""] = await offerOwnership(db, { actor: admin.viewer, offers, now: time.now });
  const read = { viewer: heir.viewer, offerIds: [offerId], secret: runtime.secret, now: time.now };
  const offer = await findAcceptance(db, read);
  if (!offer) throw new Error("an open offer");
  const statement = { statement: base64url(offer.bytes), seal: offer.seal };
  for (const path of ["challenges", "acceptances", "attestations"]) {
    const foreign = { method: "POST", headers: { cookie: heir.cookie }, body: "{}" };
    expect(await codeOf(await api.request(`/api/ownership/${path}`, foreign))).toBe("cross_origin");
  }
  const asked = await heir.post("/api/ownership/challenges", statement);
  const { options } = (await asked.json()) as { options: { challenge: string } };
  const credential = heir.authenticator.get(options);
  const accepted = await heir.post("/api/ownership/acceptances", { credential });
  expect([accepted.status, await accepted.json()]).toEqual([
    201,
    { acceptance: expect.stringMatching(/^acc_/), agents: [agentId] },
  ]);

  const receipt = `/api/ownership/receipts/${offerId}`;
  // Browsers send no Origin when a link is followed.
  const followed = await workspace.get(receipt, { cookie: heir.cookie });
  expect([followed.status, await followed.json()]).toMatchObject([
    200,
    { id: offerId, signer: { id: toPersonId } },
  ]);
  expect((await workspace.get(receipt, { cookie: owner.cookie })).status).toBe(404);
  expect((await workspace.get(receipt)).status).toBe(401);
});
