import { expect, test } from "vitest";
import { conditionSchema } from "#lib/policy/language/condition";
import { conditionOf, draftOf } from "./condition-draft.ts";
import { emptyRepeat, isRepeat, limitsOf, whichOf } from "./repeat-draft.ts";

test("same action again is stored as a total per action, and opens as it was saved", () => {
  const stored = conditionSchema.parse(conditionOf(emptyRepeat("0")));
  expect(stored).toEqual({ kind: "total", of: "count", per: "action", window: "24h", over: 1 });
  for (const which of ["again", "first", "number"] as const) {
    const chosen = { ...emptyRepeat("0"), ...limitsOf[which] };
    const opened = draftOf(conditionSchema.parse(conditionOf(chosen)), "0");
    expect([isRepeat(opened), whichOf(opened)]).toEqual([true, which]);
  }
});
