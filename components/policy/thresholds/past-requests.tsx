import { useEffect, useState } from "react";
import { Field, Select } from "#components/forms/field";
import { grouped } from "#components/text/plural.ts";
import { listed } from "#components/text/shorten-list.ts";
import type { Distribution, PastAmounts } from "#lib/requests/amount-distribution";
import { inSentence, outcomeLabels } from "#lib/text/labels";
import type { TierCount } from "./past-counts.ts";
import type { TierDraft } from "./threshold-draft.ts";

/** The time at rest before the value is read out: a held arrow key would cause endless speech. */
const quietMilliseconds = 800;

const words: Record<TierDraft["outcome"], string> = {
  allow: `would have been ${inSentence(outcomeLabels.allow)}`,
  step_up: "",
  block: `would have been ${inSentence(outcomeLabels.block)}`,
  none: "would have been decided by other rules",
};

/** The outcomes that the threshold would have had for past requests, in a sentence. */
export function ThresholdPast(props: {
  id: string;
  tiers: TierDraft[];
  counts: TierCount[];
  distribution: Distribution | undefined;
  unmeasured: number;
  since: string;
  currency: string;
  /** Whether the threshold applies only to some of the past requests. */
  isBound: boolean;
}) {
  const { tiers, counts, distribution, currency } = props;
  const sentence = distribution
    ? sentenceOf(tiers, counts, distribution, props.since)
    : `No requests${currency ? ` in ${currency}` : ""} since ${props.since}, so there's nothing to preview.`;
  const quiet = useQuiet(sentence);
  return (
    <div className="grid min-w-0 flex-[1_1_20rem] gap-1 text-sm">
      <p id={props.id}>{sentence}</p>
      {props.unmeasured > 0 ? (
        <p className="text-muted-foreground">
          {props.unmeasured === 1 ? "1 more request has" : `${grouped(props.unmeasured)} more requests have`}{" "}
          no readable amount.
        </p>
      ) : null}
      {props.isBound && distribution ? (
        <p className="text-muted-foreground">
          Includes requests from all agents at all hours. This threshold applies to only some of them.
        </p>
      ) : null}
      <p aria-live="polite" className="sr-only">
        {quiet}
      </p>
    </div>
  );
}

/** Which currency's past is shown. */
export function CurrencySelect(props: {
  past: PastAmounts;
  currencies: string[];
  value: string;
  onChange: (currency: string) => void;
}) {
  if (props.currencies.length < 2 || props.past.distributions.length === 0) return null;
  const counts = new Map(props.past.distributions.map(({ currency, count }) => [currency, count]));
  return (
    <Field label="Past requests in" className="w-44">
      <Select value={props.value} onChange={({ target }) => props.onChange(target.value)}>
        {props.currencies.map((currency) => (
          <option key={currency} value={currency}>
            {currency} ({grouped(counts.get(currency) ?? 0)})
          </option>
        ))}
      </Select>
    </Field>
  );
}

function sentenceOf(
  tiers: TierDraft[],
  counts: TierCount[],
  distribution: Distribution,
  since: string,
): string {
  const sums = new Map<string, TierCount>();
  for (const [index, { outcome, approvals }] of tiers.entries()) {
    const tierCount = counts[index] ?? { count: 0, isAbout: false };
    const needs =
      approvals === 1 ? "would have needed 1 approval" : `would have needed ${approvals} approvals`;
    const does = outcome === "step_up" ? needs : words[outcome];
    const sum = sums.get(does);
    sums.set(does, {
      count: tierCount.count + (sum?.count ?? 0),
      isAbout: tierCount.isAbout || (sum?.isAbout ?? false),
    });
  }
  const parts = [...sums].map(
    ([does, { count, isAbout }]) => `${isAbout ? "about " : ""}${grouped(count)} ${does}`,
  );
  const what = distribution.count === 1 ? "1 request" : `${grouped(distribution.count)} requests`;
  return `Of ${what}${distribution.currency ? ` in ${distribution.currency}` : ""} since ${since}, ${listed(parts)}.`;
}

/** The text once it has stopped changing; empty before the first change. */
function useQuiet(text: string): string {
  const [first] = useState(text);
  const [quiet, setQuiet] = useState("");
  useEffect(() => {
    if (text === first && quiet === "") return;
    const timer = setTimeout(() => setQuiet(text), quietMilliseconds);
    return () => clearTimeout(timer);
  }, [text, first, quiet]);
  return quiet;
}
