import { expect, test } from "vitest";
import { consequences } from "./consequences.ts";

const foresight = {
  sessions: 2,
  agents: [
    { id: "agt_1", name: "Refund bot" },
    { id: "agt_2", name: "Deploy bot" },
  ],
  pendingRequests: 1,
  openGrants: 3,
  delegations: 2,
};

test("an admin reads everything a suspension ends, in numbers and by name", () => {
  expect(consequences(foresight, "suspend", "active")).toEqual([
    "They are signed out (2 sessions).",
    "2 agents of theirs are quarantined and can ask for nothing: Refund bot, Deploy bot.",
    "1 waiting request is cancelled.",
    "3 unused grants are revoked.",
    "2 delegations to or from them end.",
    "Their passkeys stay, and they can be reinstated.",
  ]);
});

test("nothing is announced that does not happen", () => {
  const idle = { sessions: 0, agents: [], pendingRequests: 0, openGrants: 0, delegations: 0 };
  expect(consequences(idle, "leave", "active")).toEqual([
    "They cannot sign in any more.",
    "Their passkeys are removed. What they decided stays on record.",
  ]);
});

test("withdrawing an invitation speaks of the invitation alone", () => {
  expect(consequences(foresight, "leave", "invited")).toEqual([
    "The invitation link stops working.",
    "They can be invited again later.",
  ]);
});
