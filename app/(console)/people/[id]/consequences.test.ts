import { expect, test } from "vitest";
import { consequences } from "./consequences.ts";

const idle = {
  sessions: 0,
  links: 0,
  policyTokens: 0,
  agents: [],
  agentCount: 0,
  hasTestAgent: false,
  pendingRequests: 0,
  openGrants: 0,
  approvedGrants: 0,
  delegations: 0,
  offers: 0,
  groups: [],
  backedUp: 0,
  approvals: 0,
  reviews: 0,
  passkeys: 0,
  lastingCredentials: [],
};
const agent = { status: "active" as const, pendingRequests: 0, openGrants: 0 };
const busy = {
  ...idle,
  sessions: 2,
  links: 1,
  agents: [
    { ...agent, id: "agt_1", name: "Refund bot" },
    { ...agent, id: "agt_2", name: "Deploy bot" },
  ],
  agentCount: 2,
  hasTestAgent: true,
  pendingRequests: 1,
  openGrants: 3,
  approvedGrants: 1,
  delegations: 2,
  offers: 1,
  groups: [
    { id: "grp_1", name: "Finance", isLast: true },
    { id: "grp_2", name: "Ops", isLast: false },
  ],
  backedUp: 1,
  approvals: 1,
  reviews: 2,
};

test("an admin reads everything a suspension ends, in numbers and by name", () => {
  expect(consequences(busy, "suspend", "active")).toEqual([
    "They're signed out of 2 sessions.",
    "1 unused link stops working.",
    "2 agents they own are quarantined and can't request anything (Refund bot and Deploy bot).",
    "1 pending request is cancelled.",
    "3 unused grants are revoked.",
    "Their test agent is revoked.",
    "2 delegations involving them end.",
    "1 offer of agent ownership to or from them is cancelled.",
    "They stop counting as an approver in 2 groups until reactivated.",
    "Finance will have no approvers. Requests that need that group will expire.",
    "They remain backup approver for 1 agent owned by others but can't decide until reactivated.",
    "1 approval they gave on pending requests no longer counts.",
    "1 unused grant they approved for other people's agents is revoked.",
    "2 break-glass approvals they made still need review.",
    "Their passkeys are kept, and you can reactivate them later.",
  ]);
});

test("only consequences that happen are listed", () => {
  expect(consequences(idle, "leave", "active")).toEqual([
    "They can no longer sign in.",
    "Their passkeys are removed. Their past decisions stay in the audit log.",
  ]);
});

test("tokens and sources that continue are listed with what to do about them", () => {
  const okta = { kind: "scim_token" as const, id: "sct_1", name: "Okta" };
  const entra = { kind: "scim_token" as const, id: "sct_2", name: "Entra ID" };
  const idp = { kind: "event_source" as const, id: "evs_1", name: "IdP" };
  expect(consequences({ ...idle, lastingCredentials: [okta] }, "leave", "active")).toContain(
    "1 SCIM token they're responsible for keeps working until revoked (Okta). Another admin needs to take responsibility for it.",
  );
  expect(consequences({ ...idle, lastingCredentials: [okta, entra, idp] }, "demote", "active")).toContain(
    "2 SCIM tokens and 1 security event source they're responsible for keep working until revoked (Okta, Entra ID and IdP). Another admin needs to take responsibility for them.",
  );
});

test("deactivation lists the removal from groups and from backup approvers", () => {
  const sentences = consequences(busy, "leave", "active");
  expect(sentences).toContain("They're removed from 2 groups.");
  expect(sentences).toContain("They're removed as backup approver for 1 agent owned by others.");
});

test("of many agents the first are named and the rest counted", () => {
  const agents = Array.from({ length: 12 }, (_, n) => ({ ...agent, id: `agt_${n}`, name: `Bot ${n}` }));
  expect(consequences({ ...idle, agents, agentCount: 300 }, "demote", "active")[1]).toBe(
    "300 agents they own are quarantined and can't request anything (Bot 0, Bot 1, Bot 2, Bot 3, Bot 4 and 295 more).",
  );
});

test("withdrawing an invitation lists only the invitation", () => {
  expect(consequences(busy, "leave", "invited")).toEqual([
    "Their invitation link stops working.",
    "You can invite them again later.",
  ]);
});
