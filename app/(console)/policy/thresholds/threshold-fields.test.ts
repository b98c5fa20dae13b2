import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { draftOf } from "#components/policy/rule/condition-draft.ts";
import { openThreshold, sentThreshold } from "#components/policy/thresholds/on-screen.ts";
import { moveEdge } from "#components/policy/thresholds/threshold-draft.ts";
import { threshold } from "#lib/policy/testing/arbitrary-thresholds";
import type { Threshold } from "#lib/policy/thresholds/threshold";
import { rulesOfThreshold } from "#lib/policy/thresholds/threshold-rules";
import { thresholdFields, tierField } from "./threshold-fields.ts";

const actionTitle = "Refund a payment";

function newIds(): () => string {
  let count = 0;
  return () => `pol_new${count++}`;
}

/** The values of the form's fields when the threshold is opened. */
function opened(was: Threshold, tiers = openThreshold(was, actionTitle)): Record<string, unknown> {
  const start = { threshold: was, actionTitle, mostPast: 0 };
  return {
    threshold: JSON.stringify(sentThreshold(tiers, start, was.measure)),
    conditions: JSON.stringify((was.conditions ?? []).map((one, index) => draftOf(one, String(index)))),
    resource: was.resource ?? "",
    audience: was.audience ?? "",
    agents: was.agents ?? [],
    labels: was.labels?.join(", ") ?? "",
    hours: was.hours ? JSON.stringify(was.hours) : "",
    expiresAt: was.expiresAt?.slice(0, 16) ?? "",
    ...(was.enabled ? { enabled: "on" } : {}),
    ...(was.isMonitored ? { isMonitored: "on" } : {}),
  };
}

function firstRule({ tiers }: Threshold): string {
  return tiers.find(({ outcome }) => outcome !== "none")?.ruleId ?? "";
}

/** How many conditions the first rule has for its range. */
function rangesOf(threshold: Threshold): number {
  const [first] = rulesOfThreshold(threshold);
  return first?.conditions.filter(({ kind }) => kind !== "text").length ?? 0;
}

/** A threshold without the members that only a tier with a rule has. */
function withoutTitles({ tiers, ...rest }: Threshold) {
  return {
    ...rest,
    tiers: tiers.map(({ title, ...tier }) => (tier.outcome === "none" ? tier : { ...tier, title })),
  };
}

describe("a threshold in the form", () => {
  test("comes back unchanged when no field was edited, for any threshold", () => {
    fc.assert(
      fc.property(threshold, (was) => {
        const sent = thresholdFields(newIds(), was).parse(opened(was));
        expect(withoutTitles(sent)).toEqual(withoutTitles(was));
      }),
    );
  });

  test("with a moved limit changes only in the limit", () => {
    fc.assert(
      fc.property(threshold, (was) => {
        fc.pre(was.tiers.length > 1 && was.tiers[0]?.outcome !== "none" && was.tiers[1]?.outcome !== "none");
        const tiers = moveEdge(openThreshold(was, actionTitle), 0, 0.00005, 0.0001);
        const sent = thresholdFields(newIds(), was).parse(opened(was, tiers));
        const unchanged = ({ title, upTo: _, ...tier }: Threshold["tiers"][number]) =>
          tier.outcome === "none" ? tier : { ...tier, title };
        expect(sent.tiers.map(unchanged)).toEqual(was.tiers.map(unchanged));
        expect(sent.tiers.slice(1).map(({ upTo }) => upTo)).toEqual(
          was.tiers.slice(1).map(({ upTo }) => upTo),
        );
      }),
    );
  });

  test("retains a currency the form cannot show, and gives new tiers new IDs", () => {
    const [first] = fc.sample(threshold, 1) as [Threshold];
    const measure = {
      kind: "amount",
      amount: "amount",
      currency: "currency",
      currencies: ["loyalty points"],
    } as const;
    const was: Threshold = { ...first, measure: { ...measure, currencies: ["loyalty points"] } };
    const typed = opened(was);
    const sent = JSON.parse(String(typed.threshold));
    sent.measure.currencies = ["loyalty", "points"];
    sent.tiers = [
      { ...sent.tiers[0], ruleId: "", outcome: "block", upTo: "0.00001" },
      ...sent.tiers.slice(-1),
    ];
    sent.tiers[1] = { ...sent.tiers[1], outcome: "block", ruleId: "" };
    const read = thresholdFields(newIds(), was).safeParse({ ...typed, threshold: JSON.stringify(sent) });
    expect(new Set(read.error?.issues.map(({ path }) => path[0]))).toEqual(new Set(["tiers.0.upTo"]));
    sent.tiers[0].upTo = "0.1";
    const again = thresholdFields(newIds(), was).parse({ ...typed, threshold: JSON.stringify(sent) });
    expect(again.measure).toEqual(was.measure);
    expect(again.tiers.map(({ ruleId, upTo }) => [ruleId, upTo])).toEqual([
      ["pol_new0", 0.1],
      ["pol_new1", undefined],
    ]);
  });

  test("shows an error in a list at the list, once for all tiers", () => {
    const was = fc.sample(threshold, 1)[0] as Threshold;
    const onList = { kind: "text", param: "customer", is: "one_of", list: "Known" } as const;
    const drafts = [draftOf({ ...onList, values: Array.from({ length: 1001 }, (_, n) => `cus_${n}`) }, "0")];
    const read = thresholdFields(newIds(), was).safeParse({
      ...opened(was),
      conditions: JSON.stringify(drafts),
    });
    expect(read.error?.issues.map(({ path }) => path[0])).toEqual(["conditions.0.values"]);
    const listed = { ...was, conditions: [{ ...onList, values: ["cus_1"] }] };
    const fault = (path: string) => tierField(listed, { ruleId: firstRule(listed), path, message: "" });
    const at = rangesOf(listed);
    expect(fault(`conditions.${at}.list`)).toBe("conditions.0.list");
    expect(fault("conditions.0.over")).toMatch(/^tiers\./);
  });

  test("shows each error at its tier", () => {
    const was = fc.sample(threshold, 1)[0] as Threshold;
    const typed = opened(was);
    const sent = JSON.parse(String(typed.threshold));
    const tier = { ...sent.tiers[0], outcome: "step_up", title: "Words", approvals: 1 };
    sent.tiers = [
      { ...tier, ruleId: "a", upTo: "1,000" },
      { ...tier, ruleId: "b" },
    ];
    delete sent.tiers[1].upTo;
    const faults = () =>
      thresholdFields(newIds(), was)
        .safeParse({ ...typed, threshold: JSON.stringify(sent) })
        .error?.issues.map(({ path }) => path[0]);
    expect(faults()).toEqual(["tiers.0.upTo"]);
    sent.tiers[0].upTo = "1000";
    sent.tiers[1].approvers = { kind: "owner" };
    sent.tiers[1].approvals = 2;
    expect(faults()).toEqual(["tiers.1.approvals"]);
  });
});
