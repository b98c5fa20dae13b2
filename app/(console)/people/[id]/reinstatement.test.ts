import { expect, test } from "vitest";
import { reinstatement } from "./reinstating.ts";

const foresight = {
  ...{
    sessions: 0,
    links: 0,
    policyTokens: 0,
    pendingRequests: 0,
    openGrants: 0,
    approvedGrants: 0,
    delegations: 0,
    offers: 0,
  },
  ...{ approvals: 0, reviews: 0 },
  agents: [
    { id: "agt_1", name: "Refund bot", status: "quarantined" as const, pendingRequests: 0, openGrants: 0 },
  ],
  agentCount: 1,
  hasTestAgent: false,
  groups: [{ id: "grp_1", name: "Finance", isLast: false }],
  backedUp: 2,
  lastingCredentials: [],
  passkeys: 1,
};

test("an admin reads which people and agents can act again before reactivating a person", () => {
  expect(reinstatement(foresight, ["admin", "approver"])).toEqual([
    "1 agent they own can act again, unless an ownership review is overdue (Refund bot).",
    "They can sign in with their existing passkeys as Admin, Approver.",
    "They can approve again for Finance.",
    "They're a backup approver again for 2 agents.",
  ]);
});

test("for a person without a passkey, an admin reads that the agents act again immediately and that the person can't approve", () => {
  expect(reinstatement({ ...foresight, passkeys: 0 }, ["approver"])).toEqual([
    "1 agent they own can act again, unless an ownership review is overdue (Refund bot).",
    "They have no passkey and can't approve until they create one.",
  ]);
});

test("for a person without the approver role, no consequence about approvals or agents is listed", () => {
  expect(reinstatement(foresight, ["auditor"])).toEqual([
    "They can sign in with their existing passkeys as Auditor.",
  ]);
  expect(reinstatement({ ...foresight, passkeys: 0 }, ["auditor"])).toHaveLength(1);
});
