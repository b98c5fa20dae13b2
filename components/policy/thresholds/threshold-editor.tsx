import { useId, useRef, useState } from "react";
import { TextField } from "#components/forms/controlled-field";
import { Alert } from "#components/ui/alert";
import { Card, CardContent } from "#components/ui/card";
import type { PastAmounts } from "#lib/requests/amount-distribution";
import { cautionsOf } from "./cautions.ts";
import { currenciesOf, mostFrequent, withCurrencies } from "./currencies.ts";
import { madeTitle, rangeOf, sentThreshold, type ThresholdStart } from "./on-screen.ts";
import { tierCounts } from "./past-counts.ts";
import { CurrencySelect, ThresholdPast } from "./past-requests.tsx";
import { edgeFault, edgesOf } from "./threshold-draft.ts";
import { ThresholdTier } from "./tier.tsx";
import { ThresholdTrack } from "./track.tsx";
import { useThreshold } from "./use-threshold.ts";

/** The tiers of a threshold over past values, sent as the field `threshold`. */
export function ThresholdEditor(props: {
  start: ThresholdStart;
  /** Undefined when no past request has the threshold's measure. */
  past: (PastAmounts & { sinceWords: string }) | undefined;
  groups: { id: string; name: string }[];
  /** Whether the threshold is bound to agents, resources or hours, unlike the shown past. */
  isBound: boolean;
  /** A new value for each submission of the form. */
  answer: unknown;
  errorOf: (field: string) => string | undefined;
}) {
  const { start, past, answer, errorOf } = props;
  const root = useRef<HTMLDivElement>(null);
  const id = useId();
  const threshold = useThreshold(start);
  const { tiers } = threshold;
  // A server error about a tier is cleared once the tier changes.
  const [judged, setJudged] = useState({ answer, tiers });
  if (judged.answer !== answer) setJudged({ answer, tiers });
  const [typedCurrencies, setCurrencies] = useState(() => currenciesOf(start.threshold.measure)?.join(", "));
  const currencies = typedCurrencies === undefined ? [""] : typedCurrencies.split(/[\s,]+/).filter(Boolean);
  const [chosen, choose] = useState(() => mostFrequent(past, currencies));
  const shown = currencies.includes(chosen) ? chosen : (currencies[0] ?? "");
  const distribution = past?.distributions.find(({ currency }) => currency === shown);
  const measure = withCurrencies(start.threshold.measure, currencies);
  const counts = distribution ? tierCounts(distribution, edgesOf(tiers)) : [];
  const cautions = cautionsOf(tiers, measure);
  const split = (index: number) => {
    if (threshold.split(index)) requestAnimationFrame(() => focusTier(root.current, index));
  };
  // The pressed button is gone: focus moves to the tier that now covers the removed range.
  const remove = (index: number) => {
    threshold.remove(index);
    requestAnimationFrame(() => focusTier(root.current, Math.min(index, tiers.length - 2)));
  };
  return (
    <div ref={root} className="grid gap-4">
      <input type="hidden" name="threshold" value={JSON.stringify(sentThreshold(tiers, start, measure))} />
      <Card>
        <CardContent className="grid gap-4 pt-4 sm:pt-5">
          {past ? (
            <div className="flex flex-wrap items-end justify-between gap-3">
              <ThresholdPast
                id={id}
                {...{ tiers, counts, distribution }}
                unmeasured={past.unmeasured}
                since={past.sinceWords}
                currency={shown}
                isBound={props.isBound}
              />
              <CurrencySelect past={past} currencies={currencies} value={shown} onChange={choose} />
            </div>
          ) : null}
          <ThresholdTrack
            {...{ tiers, measure, distribution }}
            scale={threshold.scale}
            unit={threshold.unit}
            describedBy={id}
            onMove={threshold.move}
            onGrab={threshold.grab}
            onRelease={threshold.release}
          />
        </CardContent>
        <ol className="divide-y border-t">
          {tiers.map((tier, index) => {
            const range = rangeOf(tiers, index);
            const count = counts[index];
            return (
              <li key={tier.key}>
                <ThresholdTier
                  {...{ tier, index, measure, range, groups: props.groups, total: tiers.length }}
                  past={distribution && count ? { ...count, of: distribution.count } : undefined}
                  madeTitle={madeTitle(tiers, index, { actionTitle: start.actionTitle, measure })}
                  onType={(typed) => threshold.type(index, typed)}
                  onChange={(change) => threshold.change(index, change)}
                  onSplit={() => split(index)}
                  onRemove={() => remove(index)}
                  errorOf={(field) =>
                    (field === "upTo" ? edgeFault(tiers, index, tier.typed) : undefined) ??
                    errorOf(`tiers.${judged.tiers.indexOf(tier)}.${field}`)
                  }
                />
              </li>
            );
          })}
        </ol>
      </Card>
      <div role="status" className="empty:absolute">
        {cautions.length > 0 ? (
          <Alert variant="warning" title="Check this before you save">
            {cautions.join(" ")}
          </Alert>
        ) : null}
      </div>
      <p role="status" className="sr-only">
        {threshold.announcement}
      </p>
      {typedCurrencies === undefined ? null : (
        <TextField
          label="Currencies"
          hint="Separate with commas. Other currencies need their own threshold."
          error={errorOf("measure.currencies")}
          autoCapitalize="characters"
          autoComplete="off"
          spellCheck={false}
          value={typedCurrencies}
          onChange={setCurrencies}
        />
      )}
    </div>
  );
}

function focusTier(root: HTMLElement | null, index: number): void {
  const field = root?.querySelector<HTMLElement>(`[data-tier="${index}"] :is(input, select)`);
  field?.focus();
  if (field instanceof HTMLInputElement) field.select();
}
