import type { Condition } from "#lib/policy/language/condition";
import { withoutGaps } from "#lib/policy/language/drop-undefined";
import { defaults, type Rule } from "#lib/policy/language/rule";
import type { Band, Ladder, Measure } from "./threshold.ts";

/**
 * The rules of a threshold, lowest tier first. Each rule begins where the one below ends, so that
 * every amount is in exactly one tier.
 */
export function rulesOfLadder(ladder: Ladder): Rule[] {
  return ladder.bands.flatMap((band, index) => {
    if (band.outcome === "none") return [];
    const over = ladder.bands[index - 1]?.upTo ?? 0;
    return [ruleOfBand(ladder, band, band.outcome, over)];
  });
}

function ruleOfBand(ladder: Ladder, band: Band, outcome: Rule["outcome"], over: number): Rule {
  const { id, action, measure, bands: _, ...shared } = ladder;
  const {
    ruleId,
    upTo,
    title,
    approvals,
    approvers,
    escalateAfterSeconds,
    grantTtlSeconds,
    requestTtlSeconds,
  } = band;
  const isStepUp = outcome === "step_up";
  return withoutGaps({
    ...shared,
    id: ruleId,
    title,
    outcome,
    actions: [action],
    conditions: conditionsOf(measure, over, upTo),
    approvals: isStepUp ? approvals : defaults.approvals,
    approvers: isStepUp ? approvers : undefined,
    escalateAfterSeconds: isStepUp ? escalateAfterSeconds : undefined,
    grantTtlSeconds,
    requestTtlSeconds,
    ladder: id,
  });
}

function conditionsOf(measure: Measure, over: number, upTo: number | undefined): Condition[] {
  const range = upTo === undefined ? { over } : { over, upTo };
  if (measure.kind !== "number") return [{ ...measure, ...range }];
  const { param } = measure;
  const above: Condition = { kind: "number", param, is: "over", value: over };
  return upTo === undefined ? [above] : [above, { kind: "number", param, is: "up_to", value: upTo }];
}
