import { expect, test } from "vitest";
import { relativeTime } from "#components/text/time-text.ts";
import type {
  AmountFinding,
  ApprovedBefore,
  Differences,
  Finding,
  FromLast,
} from "#lib/requests/unusual/finding";
import { type FindingWords, findingWords, withoutRepeatedAmount } from "./finding-words.ts";
import type { Words } from "./repeat-words.ts";

const now = new Date("2026-11-24T12:00:00Z");
const at = new Date("2026-11-24T11:38:00Z");
const text = (words: Words) =>
  words.map((part) => (typeof part === "string" ? part : relativeTime(part, now))).join("");

const repeat: ApprovedBefore = {
  ...{ kind: "approved_before", same: "action", requestId: "req_1", agent: null, at, outcomeAt: at },
  ...{ by: { names: [], isYou: true }, outcome: "carried_out", times: 1 },
};

test.each<[Partial<ApprovedBefore>, string, string]>([
  [{}, "Carried out 22 min ago", "You approved exactly this 22 min ago, and it was carried out."],
  [
    { times: 2 },
    "Carried out twice, last 22 min ago",
    "You approved exactly this 22 min ago, and it was carried out twice.",
  ],
  [
    { by: { names: ["Bo Chen"], isYou: true }, outcome: "uncertain" },
    "May have run 22 min ago",
    "You and Bo Chen approved exactly this 22 min ago, and it's uncertain whether it ran.",
  ],
  [
    { by: null, outcome: "failed" },
    "Failed 22 min ago",
    "Policy auto-approved exactly this 22 min ago, and it was reported as failed.",
  ],
  [
    { by: { names: [], isYou: false }, outcome: "unused" },
    "Approved 22 min ago, not used",
    "Exactly this was approved 22 min ago, and it wasn't used.",
  ],
  [
    { same: "resource_amount", agent: "Billing bot", outcome: "approved" },
    "Same amount: approved 22 min ago",
    "You approved the same amount for this resource for Billing bot 22 min ago, and it can still be carried out.",
  ],
  [
    { same: "counterparty_amount", times: 3 },
    "Same amount: carried out 3 times, last 22 min ago",
    "You approved the same amount for this recipient or customer 22 min ago, and it was carried out 3 times.",
  ],
])("a repeated approval says when, who approved it and what became of it: %j", (more, short, long) => {
  const words = findingWords({ ...repeat, ...more }, "Refund bot");
  expect([text(words.short), text(words.long)]).toEqual([short, long]);
});

test("only an exact repetition of what was carried out is a danger", () => {
  const tone = (more: Partial<ApprovedBefore>) => findingWords({ ...repeat, ...more }, "Refund bot").tone;
  expect([tone({}), tone({ times: 2, by: null })]).toEqual(["danger", "danger"]);
  for (const outcome of ["uncertain", "approved", "failed", "unused"] as const)
    expect(tone({ outcome })).toBe("warning");
  expect([tone({ same: "resource_amount" }), tone({ same: "counterparty_amount" })]).toEqual([
    "warning",
    "warning",
  ]);
});

test("a denial of exactly this action is a danger, and a first time, a changed policy or a difference none", () => {
  const tones = (findings: Finding[]) => findings.map((finding) => findingWords(finding, "Refund bot").tone);
  const denied = { kind: "denied_before", requestId: "req_1", by: "Bo Chen", at, reason: null } as const;
  expect(tones([{ ...denied, same: "action" }, { ...denied, same: "resource" }, amount])).toEqual([
    "danger",
    "warning",
    "warning",
  ]);
  const firstTime = { among: 6, isAll: true };
  expect(
    tones([
      { kind: "first_for_agent", ...firstTime },
      { kind: "first_for_tool", ...firstTime },
      { kind: "policy_changed", before: 1, now: 2, publishedAt: at },
      { kind: "differences", requestId: "req_1", at, shown: [], more: 1 },
    ]),
  ).toEqual(Array(4).fill("neutral"));
});

const amount: AmountFinding = {
  ...{ kind: "amount", amount: "1250", currency: "USD", position: "larger", than: 12, count: 13 },
  ...{ min: "12", median: "174", max: "1300", values: [] },
};

test.each<[Partial<AmountFinding>, string, string]>([
  [{}, "7 times the usual amount", "Half of the last 13 were at most 174.00 USD."],
  [
    { amount: "347.99" },
    "Larger than 12 of the last 13 approved amounts",
    "Half of the last 13 were at most 174.00 USD.",
  ],
  [
    { position: "smaller", than: 13, amount: "3" },
    "Smaller than all of the last 13 approved amounts",
    "Half of the last 13 were at most 174.00 USD.",
  ],
  [{ min: "50", median: "50", max: "50" }, "25 times the usual amount", "The last 13 were all 50.00 USD."],
  [
    { min: "0", median: "0" },
    "Larger than 12 of the last 13 approved amounts",
    "Half of the last 13 were at most 0.00 USD.",
  ],
])("an unusual amount is a factor that isn't exaggerated, or a comparison: %j", (more, short, long) => {
  const words = findingWords({ ...amount, ...more }, "Refund bot");
  expect([text(words.short), text(words.long)]).toEqual([short, long]);
});

const beyond: AmountFinding = { ...amount, than: 13, amount: "5300" };
const differences: Differences = { kind: "differences", requestId: "req_1", at, shown: [], more: 1 };
const line = (more: Partial<FromLast>): Differences => ({
  ...differences,
  fromLast: { count: 13, differing: [], unlabeled: 0, same: [], ...more },
});

test.each<[Partial<FromLast>, FindingWords["tone"], string]>([
  [
    { amount: beyond, same: ["Customer"] },
    "warning",
    "Amount is 4 times the largest of the last 13 approved. Customer is the same.",
  ],
  [
    { amount: { ...beyond, amount: "1301" }, differing: ["Customer"] },
    "warning",
    "Amount is larger than all of the last 13 approved, and 7 times the usual amount. Customer differs from the last 13.",
  ],
  [
    { amount: { ...beyond, amount: "3", position: "smaller" } },
    "warning",
    "Amount is smaller than all of the last 13 approved. ",
  ],
  [
    { differing: ["Customer", "Reason"], unlabeled: 1, same: ["Recipient", "Account"] },
    "neutral",
    "Customer, Reason and 1 other value differ from the last 13 approved. Recipient and Account are the same.",
  ],
  [{ unlabeled: 2 }, "neutral", "2 values differ from the last 13 approved. "],
  [{ unlabeled: 1 }, "neutral", "1 value differs from the last 13 approved. "],
])("one line says how a request differs from the last approved: %j", (more, tone, expected) => {
  const words = findingWords(line(more), "Refund bot");
  expect([words.tone, `${text(words.short)}. ${text(words.long)}`]).toEqual([tone, expected]);
});

test("an amount is said in the line about the last approved requests, and on its own without one", () => {
  const first: Finding = { kind: "first_for_tool", among: 6, isAll: true };
  const withLine = line({ amount: beyond });
  expect(withoutRepeatedAmount([beyond, first, withLine])).toEqual([first, withLine]);
  for (const other of [differences, line({ differing: ["Customer"] })])
    expect(withoutRepeatedAmount([beyond, first, other])).toEqual([beyond, first, other]);
});
