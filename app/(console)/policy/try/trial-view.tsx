import type { ReactNode } from "react";
import { ExplanationList } from "#components/explanation/explanation-list";
import { OutcomeBadge } from "#components/policy/outcome-badge";
import { durationWords } from "#lib/policy/duration-words";
import type { Explanation } from "#lib/policy/explain";
import { type GroupNames, requirementWords } from "#lib/policy/requirement-words";
import type { Outcome } from "#lib/policy/rule";

/** What a test came to: rendered here, so that the page need not bring the means to render it. */
export interface TrialView {
  /** "It would run by itself." */
  headline: string;
  badge: ReactNode;
  /** What it would take and how long things would live, a sentence each. */
  sentences: string[];
  /** What became of every rule. */
  why: ReactNode;
}

const headlines: Record<Outcome, string> = {
  allow: "It would run by itself.",
  step_up: "It would wait for people.",
  block: "It would be blocked.",
};

const badgeWords: Record<Outcome, string> = {
  allow: "Runs by itself",
  step_up: "Needs approval",
  block: "Never runs",
};

/** Puts what a test came to into words. */
export function trialView(explanation: Explanation, groups: GroupNames): TrialView {
  const { verdict } = explanation;
  const { outcome, requirements, grantTtlSeconds, requestTtlSeconds, monitored, fault } = verdict;
  const sentences = requirements.map((one) => `It takes ${requirementWords(one, groups)}.`);
  if (outcome === "step_up") sentences.push(`The request would wait ${durationWords(requestTtlSeconds)}.`);
  if (outcome !== "block") sentences.push(`Its grant would live ${durationWords(grantTtlSeconds)}.`);
  if (monitored && monitored.outcome !== outcome)
    sentences.push(
      `With the rules in monitor mode enforced, it would be otherwise: ${headlines[monitored.outcome]}`,
    );
  if (fault !== undefined)
    sentences.push("Cedar could not evaluate all of it, so nothing could be allowed: see the server’s log.");
  return {
    headline: headlines[outcome],
    badge: <OutcomeBadge outcome={outcome} words={badgeWords[outcome]} />,
    sentences,
    why: <ExplanationList explanation={explanation} />,
  };
}
