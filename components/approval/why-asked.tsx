import { ExplanationList } from "#components/policy/explanation-list";
import { tierReason } from "#components/policy/thresholds/threshold-words.ts";
import { cn } from "#components/ui/cn.ts";
import { Icon } from "#components/ui/icon";
import type { Explanation } from "#lib/policy/explanation/explain";
import type { RequestView } from "#lib/requests/request-view";
import { labelAndValue } from "./description/row.tsx";

/** Why a person is asked: the deciding rules, and behind a press the policy's evaluation. */
export function WhyAsked({ view, explanation }: { view: RequestView; explanation: Explanation }) {
  const { policy } = view;
  return (
    <details className="group">
      <summary
        className={cn(labelAndValue, "list-none leading-[1.375rem] [&::-webkit-details-marker]:hidden")}
      >
        <h2 className="text-[0.8125rem] text-muted-foreground">Rule</h2>
        <span className="flex min-w-0 items-center gap-1">
          <span className="one-line min-w-0 group-open:whitespace-normal">{ruleWords(view)}</span>
          <Icon
            name="chevron-right"
            className="size-3.5 shrink-0 text-muted-foreground group-open:rotate-90"
          />
        </span>
      </summary>
      <div className="grid gap-2 py-2">
        <p className="text-[0.8125rem] text-muted-foreground">
          Policy version {policy.version}, at request time. Values written by the agent are shown like this:{" "}
          <span className="rounded-sm bg-muted px-1 font-mono">value</span>
        </p>
        <ExplanationList explanation={explanation} />
      </div>
    </details>
  );
}

function ruleWords(view: RequestView): string {
  const { agent } = view;
  const [rule, ...others] = decidingRules(view);
  const more = others.length > 0 ? ` and ${others.length} more` : "";
  // Regardless of the rules' requirements for other agents.
  return `${rule}${more}${agent.isTest && isForPeople(view) ? ". A test needs only its owner" : ""}`;
}

/** The deciding rules in words; without one, what decided instead. */
export function decidingRules(view: RequestView): string[] {
  const { policy, entry } = view;
  return policy.rules.length > 0 ? policy.rules.map((rule) => reasonOf(rule, entry)) : [noRule(view)];
}

function noRule(view: RequestView): string {
  return isForPeople(view) ? "No rule: needs approval" : "No rule: default outcome";
}

function isForPeople({ state }: RequestView): boolean {
  return state !== "allowed" && state !== "blocked";
}

function reasonOf(
  { title, tier }: RequestView["policy"]["rules"][number],
  entry: RequestView["entry"],
): string {
  return tier && entry ? tierReason(title, entry.title, tier.measure, tier) : title;
}
