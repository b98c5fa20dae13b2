import { expect, test } from "vitest";
import { noticeWords } from "./notice-words.ts";

const declined = { id: "ntc_1", kind: "offer_declined" as const, requestId: null, at: new Date(0) };
const about = { by: "Guy", agent: "Mail bot", agentId: "agt_1", reason: "Not mine" };

test.each([
  [0, 0, "Guy declined Mail bot: “Not mine”."],
  [0, 1, "Guy declined Mail bot: “Not mine”. Nobody answers for it until you find somebody else."],
  [1, 0, "Guy declined Mail bot and 1 more agent: “Not mine”."],
  [
    1,
    1,
    "Guy declined Mail bot and 1 more agent: “Not mine”. Nobody answers for 1 of them until you find somebody else.",
  ],
  [
    2,
    3,
    "Guy declined Mail bot and 2 more agents: “Not mine”. Nobody answers for them until you find somebody else.",
  ],
])(
  "of one agent and %i more that were declined, %i of them ghosts, the notice says for how many nobody answers",
  (more, ghosts, text) => {
    expect(noticeWords({ ...declined, ...about, more, ghosts }).text).toBe(text);
  },
);
