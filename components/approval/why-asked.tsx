import { ShieldCheck } from "lucide-react";
import { tierReason } from "#components/policy/thresholds/threshold-words.ts";
import type { RequestView } from "#lib/requests/request-view";

/** Why a person is asked: the rules that decided, by title, or by the range of a tier without one. */
export function WhyAsked({ view }: { view: RequestView }) {
  const { policy, approvals, state, agent, entry } = view;
  const isForPeople = state !== "allowed" && state !== "blocked";
  return (
    <section aria-labelledby="why" className="flex gap-3 rounded-md bg-muted px-3.5 py-3">
      <ShieldCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-muted-foreground" />
      <div className="grid min-w-0 gap-1">
        <h2 id="why" className="font-medium">
          {isForPeople ? "Why this needs approval" : "Why it was decided this way"}
        </h2>
        {policy.rules.length > 0 ? (
          <ul className="grid gap-0.5">
            {policy.rules.map((rule) => (
              <li key={rule.id} className="[overflow-wrap:anywhere]">
                {reasonOf(rule, entry)}
              </li>
            ))}
          </ul>
        ) : (
          <p>No rule matched, so the default outcome applies.</p>
        )}
        <p className="text-[0.8125rem] text-muted-foreground">
          {isForPeople ? `${agent.isTest ? testWords : approvalsWords(approvals.required)}. ` : ""}
          Policy version {policy.version}.
        </p>
      </div>
    </section>
  );
}

function reasonOf({ title, tier }: Rule, entry: RequestView["entry"]): string {
  return tier && entry ? tierReason(title, entry.title, tier.measure, tier) : title;
}

type Rule = RequestView["policy"]["rules"][number];

/** Whatever the rules above require. */
const testWords = "A test needs only its owner's approval";

function approvalsWords(required: number): string {
  return required === 1 ? "1 approval required" : `${required} approvals required, from different people`;
}
