import { Field, Input, Select } from "#components/forms/field";
import { grouped } from "#components/text/plural.ts";
import { Button } from "#components/ui/button";
import { cn } from "#components/ui/cn.ts";
import { Icon } from "#components/ui/icon";
import { useIsReady } from "#components/ui/use-browser-state.ts";
import type { TierDraft } from "./threshold-draft.ts";
import { outcomeWords, rangeWords, unitWords, valueText } from "./threshold-words.ts";
import { TierDetails } from "./tier-details.tsx";
import type { ThresholdTierProps } from "./tier-fields.tsx";
import { toneOf } from "./tone.ts";

/** One tier of a threshold, as text and as fields. */
export function ThresholdTier(props: ThresholdTierProps) {
  const { tier, index, total, measure, range, errorOf } = props;
  const name = rangeWords(measure, range.over, range.upTo);
  const isLast = index === total - 1;
  const isReady = useIsReady();
  return (
    <fieldset className={cn("min-w-0 border-l-4 px-3 py-3.5 sm:px-4", toneOf(tier).edge)} data-tier={index}>
      <legend className="sr-only">{`Tier ${index + 1} of ${total}: ${name} ${unitWords(measure)}`}</legend>
      <div className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-x-4 gap-y-3 sm:grid-cols-[minmax(0,5fr)_minmax(0,5fr)_minmax(0,4fr)_auto]">
        {isLast ? (
          <div className="col-span-2 grid gap-1.5 sm:col-span-1">
            <span className="font-medium text-sm">Range</span>
            <p className="control-height flex items-center text-muted-foreground tabular-nums">
              {total === 1 ? "Any amount" : `Over ${valueText(measure, range.over)}`}
            </p>
          </div>
        ) : (
          <Field
            label={range.over === 0 ? "Up to" : `Over ${valueText(measure, range.over)}, up to`}
            className="col-span-2 sm:col-span-1"
            error={errorOf("upTo")}
          >
            <Input
              inputMode="decimal"
              autoComplete="off"
              className="tabular-nums [&[readonly]]:bg-card"
              // Text typed before the page's script runs would give way to the initial text.
              readOnly={!isReady}
              value={tier.typed}
              onChange={({ target }) => props.onType(target.value)}
            />
          </Field>
        )}
        <OutcomeSelect {...props} />
        <PastRequests {...props} />
        <div className="flex gap-2 sm:pt-[1.625rem]">
          <Button variant="outline" onClick={props.onSplit}>
            Divide<span className="sr-only"> tier {name}</span>
          </Button>
          <Button
            variant="outline"
            size="icon"
            disabled={total === 1}
            aria-label={`Remove tier ${name}`}
            onClick={props.onRemove}
          >
            <Icon name="trash" />
          </Button>
        </div>
      </div>
      <TierDetails {...props} />
    </fieldset>
  );
}

function OutcomeSelect({ tier, onChange, errorOf }: ThresholdTierProps) {
  const isReady = useIsReady();
  const value = tier.outcome === "step_up" ? String(tier.approvals) : tier.outcome;
  const choose = (chosen: string) => {
    const approvals = Number(chosen);
    if (approvals > 0) onChange({ outcome: "step_up", approvals });
    else onChange({ outcome: chosen as TierDraft["outcome"] });
  };
  return (
    <Field
      label="Outcome"
      className="col-span-2 sm:col-span-1"
      error={errorOf("outcome") ?? errorOf("approvals") ?? errorOf("rule")}
    >
      <Select value={value} disabled={!isReady} onChange={({ target }) => choose(target.value)}>
        {(["allow", "block", "none"] as const)
          .map((outcome) => (
            <option key={outcome} value={outcome}>
              {outcomeWords({ outcome, approvals: 1 })}
            </option>
          ))
          .toSpliced(
            1,
            0,
            ...[1, 2, 3, 4, 5].map((approvals) => (
              <option key={approvals} value={approvals}>
                {outcomeWords({ outcome: "step_up", approvals })}
              </option>
            )),
          )}
      </Select>
    </Field>
  );
}

function PastRequests({ past }: ThresholdTierProps) {
  if (!past) return <div />;
  return (
    <div className="flex flex-wrap items-center gap-x-2 self-center text-sm tabular-nums sm:grid sm:gap-1.5 sm:self-auto">
      <span className="whitespace-nowrap text-muted-foreground sm:font-medium sm:text-foreground">
        Past requests
      </span>
      <p className="sm:control-height flex flex-wrap items-center gap-x-2">
        <span>
          {past.isAbout ? "about " : ""}
          {grouped(past.count)}
        </span>
        <span className="text-muted-foreground">{shareText(past.count, past.of)}</span>
      </p>
    </div>
  );
}

function shareText(count: number, of: number): string {
  const percent = of === 0 ? 0 : (count / of) * 100;
  return percent > 0 && percent < 1 ? "< 1%" : `${Math.round(percent)}%`;
}
