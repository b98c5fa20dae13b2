"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useTransition } from "react";
import { Radio } from "#components/forms/checkbox";
import { Field, Fieldset, Select } from "#components/forms/field";
import { Button, LinkButton } from "#components/ui/button";
import { useSheetClose } from "#components/ui/dialog/sheet-context.ts";
import type { ActionType } from "#lib/policy/action-types/action-type";

/**
 * A GET form: the result is the URL of the sheet's next step, which replaces the current URL, so
 * that Back doesn't return from the saved draft. Not next/form, which would load on every page.
 */
export function ChooseThreshold(props: {
  catalog: ActionType[];
  action: string | undefined;
  fault: string | undefined;
}) {
  const withAmount = props.catalog.find(({ amountParam }) => amountParam !== null);
  const router = useRouter();
  const [isLoading, startLoading] = useTransition();
  const close = useSheetClose();
  function go(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const fields = [...new FormData(event.currentTarget)].map(([name, value]) => [name, String(value)]);
    startLoading(() => router.replace(`/policy?${new URLSearchParams(fields)}`, { scroll: false }));
  }
  return (
    <form action="/policy" onSubmit={go} className="group grid max-w-2xl gap-6">
      <input type="hidden" name="sheet" value="thresholds/new" />
      <Field label="Action type" error={props.fault}>
        <Select name="action" defaultValue={props.action ?? withAmount?.type}>
          {props.catalog.map(({ type, title, amountParam }) => (
            <option key={type} value={type}>
              {title} ({type}){amountParam === null ? " (no amount)" : ""}
            </option>
          ))}
        </Select>
      </Field>
      <Fieldset legend="Based on">
        <Radio
          name="measure"
          value="request"
          defaultChecked
          label="Amount per request"
          hint="Example: over 100 needs approval."
        />
        <Radio
          name="measure"
          value="sum"
          label="Total over time"
          hint="Example: more than 1,000 in 24 hours needs approval. Catches amounts that are split up."
        />
        <Radio
          name="measure"
          value="count"
          label="Number of requests over time"
          hint="Example: more than 20 per hour is blocked."
        />
        <Radio
          name="measure"
          value="repeat"
          label="Same action again"
          hint="Example: a repeat within 24 hours needs approval. Catches actions that are done twice."
        />
      </Fieldset>
      <div className="grid items-start gap-4 group-has-[[value=request]:checked]:hidden sm:grid-cols-2">
        <Field label="Count per" className="group-has-[[value=repeat]:checked]:hidden">
          <Select name="per">
            <option value="agent">Agent</option>
            <option value="resource">Resource</option>
            <option value="owner">Owner (all their agents)</option>
          </Select>
        </Field>
        <Field label="Period">
          <Select name="window" defaultValue="24h">
            <option value="1h">1 hour</option>
            <option value="24h">24 hours</option>
            <option value="7d">7 days</option>
          </Select>
        </Field>
      </div>
      <div className="flex flex-wrap gap-2">
        <Button type="submit" disabled={isLoading}>
          Continue
        </Button>
        <LinkButton href="/policy" onClick={close} variant="ghost">
          Cancel
        </LinkButton>
      </div>
    </form>
  );
}
