import type { Mark } from "#components/policy/mark-badge";
import type { RuleView } from "#components/policy/rule-row";
import { cn } from "#components/ui/cn.ts";
import type { Tier } from "#lib/policy/thresholds/threshold";
import { toneOf } from "./tone.ts";

/** A threshold as lists show it. */
export interface ThresholdView {
  id: string;
  /** "By the amount of one request, in USD or EUR" */
  title: string;
  /** The scope: "resource is like “charge/*”"; empty for a threshold that always applies. */
  scope: string;
  isEnabled: boolean;
  isMonitored: boolean;
  isExpired: boolean;
  /** Lowest first. */
  tiers: (Pick<Tier, "outcome" | "approvals"> & { key: string; range: string; words: string })[];
  rules: RuleView[];
  mark?: Mark | undefined;
}

/** The tiers and outcomes, lowest first: stacked on a phone, side by side where there is room. */
export function ThresholdTiers({ tiers }: Pick<ThresholdView, "tiers">) {
  return (
    <ol className="grid gap-0.5 overflow-hidden rounded-md sm:grid-flow-col sm:auto-cols-fr sm:grid-cols-none">
      {tiers.map((tier) => (
        <li
          key={tier.key}
          className={cn(
            "flex min-w-0 flex-wrap justify-between gap-x-3 px-3 py-1.5 text-[0.8125rem] sm:grid sm:content-start sm:py-2",
            toneOf(tier).soft,
          )}
        >
          <span className="tabular-nums first-letter:uppercase">{tier.range}</span>
          <span className="font-medium">{tier.words}</span>
        </li>
      ))}
    </ol>
  );
}
