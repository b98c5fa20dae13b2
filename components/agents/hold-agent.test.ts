import { expect, test } from "vitest";
import { HoldAgent } from "./hold-agent.tsx";

const agent = { id: "agt_1", name: "Refund bot" };
const props = { action: async () => ({ outcome: "none" as const }), longestReason: 500, agent };

test("the dialog for an agent that is on hold says what the new hold changes, and no one stops the agent anew", () => {
  const { title, consequences, confirm } = HoldAgent({ ...props, foresight: "held" }).props;
  expect([title, ...consequences, confirm]).toEqual([
    "Keep Refund bot on hold?",
    "Your hold and reason replace the current ones.",
    "Its owner can no longer release it.",
    "Its owner and all admins are notified.",
    "Keep on hold",
  ]);
  const foresight = { pendingRequests: 1, openGrants: 0, workloadKeys: 0 };
  expect(HoldAgent({ ...props, foresight }).props).toMatchObject({
    title: "Hold Refund bot?",
    consequences: expect.arrayContaining(["It can't make requests until it's released."]),
    confirm: "Hold agent",
  });
});
