import { expect, it } from "vitest";
import { offerOwnership } from "#lib/ownership/offers/offer-ownership";
import { revokeAgents } from "#lib/ownership/revoke-agents";
import { TestWorkspace } from "#lib/testing/workspace";
import { listHandover } from "./list-handover.ts";

const workspace = await TestWorkspace.open();
const { db } = workspace;
const now = workspace.clock();
const admin = await workspace.person("Ada", ["admin"]);
const fay = await workspace.person("Fay");
const [abe, bo] = [await workspace.person("Abe"), await workspace.person("Bo")];
const gone = await workspace.person("Aaron", ["approver"], "suspended");
const auditor = await workspace.person("Aud", ["auditor"]);

it("suggests each agent's first backup approver who could own it, and shows other people's offers", async () => {
  const backed = await workspace.agent("Backed bot", fay, [bo, gone, abe, auditor]);
  const alone = await workspace.agent("Alone bot", fay, [gone]);
  const offered = await workspace.agent("Offered bot", fay);
  const own = await workspace.agent("Own offer bot", fay);
  const ended = await workspace.agent("Revoked bot", fay);
  await workspace.agent("Another's bot", bo);
  const to = (agentId: string) => [{ agentId, toPersonId: bo.personId }];
  await offerOwnership(db, { actor: admin, offers: to(offered.id), now });
  await offerOwnership(db, { actor: fay, offers: to(own.id), now });
  await revokeAgents(db, { actor: admin, agentIds: [ended.id], now });
  const list = await listHandover(db, { viewer: admin, personId: fay.personId, now });
  expect(list.map(({ id, suggested, offeredTo }) => [id, suggested?.name ?? null, offeredTo])).toEqual([
    [alone.id, null, null],
    [backed.id, "Abe", null],
    [offered.id, null, "Bo"],
    [own.id, null, null],
  ]);
});

it("is for admins and auditors", async () => {
  const asked = { personId: fay.personId, now };
  await expect(listHandover(db, { viewer: fay, ...asked })).rejects.toMatchObject({ code: "not_found" });
  await expect(listHandover(db, { viewer: auditor, ...asked })).resolves.toHaveLength(4);
});
