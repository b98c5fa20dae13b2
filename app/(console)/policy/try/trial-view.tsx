import type { ReactNode } from "react";
import { OutcomeBadge } from "#components/badges/request-badges";
import { ExplanationList } from "#components/policy/explanation-list";
import type { DrawPreview } from "#lib/approvals/standing/approvals/preview-draw";
import type { Explanation } from "#lib/policy/explanation/explain";
import { durationWords } from "#lib/policy/explanation/phrases";
import { type GroupNames, requirementWords } from "#lib/policy/explanation/requirement-words";
import type { Outcome } from "#lib/policy/language/rule";
import { outcomeLabels } from "#lib/text/labels";

/** The result of a simulation. Rendered on the server, so that the page loads no rendering code. */
export interface TrialView {
  headline: string;
  badge: ReactNode;
  /** The approvals needed and the lifetimes, one sentence each. */
  sentences: string[];
  why: ReactNode;
}

const wouldBe: Record<Outcome, string> = {
  allow: "would be auto-approved",
  step_up: "would need approval",
  block: "would be blocked",
};

const drawWords: Record<DrawPreview["effect"], (by: string) => string> = {
  draws: (by) => `A standing approval by ${by} covers this. About 1 in 20 still reaches a person.`,
  ends: (by) => `This is outside the standing approval by ${by} and would end it.`,
  asks_otherwise: (by) =>
    `The standing approval by ${by} isn't used, because this needs other approvals or stricter safeguards than the request it was signed for.`,
  beyond_limits: (by) =>
    `This is beyond the limits of the standing approval by ${by}, so it reaches a person.`,
};

export function trialView(explanation: Explanation, groups: GroupNames, draw?: DrawPreview): TrialView {
  const { verdict } = explanation;
  const { outcome, requirements, safeguards, grantTtlSeconds, requestTtlSeconds, monitored, fault } = verdict;
  const sentences = requirements.map((requirement) => `Requires ${requirementWords(requirement, groups)}.`);
  if (safeguards.numberMatching) sentences.push("Approvers must type the number that the agent shows.");
  if (safeguards.readingSeconds > 0)
    sentences.push(`Approvers must read it for at least ${durationWords(safeguards.readingSeconds)}.`);
  if (safeguards.allowEdits) sentences.push("Approvers could edit it before they approve.");
  if (draw) sentences.push(drawWords[draw.effect](draw.by));
  if (outcome === "step_up")
    sentences.push(`The request would expire after ${durationWords(requestTtlSeconds)}.`);
  if (outcome !== "block") sentences.push(`The grant would be valid for ${durationWords(grantTtlSeconds)}.`);
  if (monitored && monitored.outcome !== outcome)
    sentences.push(`If rules in monitor mode were enforced, the request ${wouldBe[monitored.outcome]}.`);
  if (fault !== undefined)
    sentences.push(
      "Part of the policy couldn't be evaluated, so nothing could be auto-approved. Check the server log.",
    );
  return {
    headline: outcomeLabels[outcome],
    badge: <OutcomeBadge outcome={outcome} />,
    sentences,
    why: <ExplanationList explanation={explanation} />,
  };
}
