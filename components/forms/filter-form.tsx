import type { ReactNode } from "react";
import { Button } from "#components/ui/button";
import { cn } from "#components/ui/cn.ts";
import { Link } from "#components/ui/link";
import { Field } from "./field.tsx";
import { Select } from "./select.tsx";

export interface FilterOption {
  value: string;
  word: string;
}

/**
 * Filters, collapsed while none is active: a GET form, so that the list works without script and
 * has a URL.
 */
export function FilterForm(props: {
  action: string;
  clearHref: string;
  isNarrowed: boolean;
  className?: string;
  children: ReactNode;
}) {
  const { isNarrowed } = props;
  return (
    <details open={isNarrowed} className={cn("group", props.className)}>
      <summary className="control-height flex w-fit items-center rounded-md pr-2 font-medium text-muted-foreground text-sm hover:text-foreground">
        <span className="mr-1.5 inline-block group-open:rotate-90" aria-hidden>
          ›
        </span>
        {isNarrowed ? "Filtered" : "Filters"}
      </summary>
      <form
        method="get"
        action={props.action}
        aria-label="Filters"
        className="flex flex-wrap items-end gap-3 py-2"
      >
        {props.children}
        <div className="flex gap-2">
          <Button type="submit" variant="outline">
            Apply
          </Button>
          {isNarrowed ? (
            <Button asChild variant="ghost">
              <Link href={props.clearHref}>Clear</Link>
            </Button>
          ) : null}
        </div>
      </form>
    </details>
  );
}

/** One filter with few values, and a label for all values. */
export function FilterChoice(props: {
  name: string;
  label: string;
  any: string;
  choices: FilterOption[];
  value: string | undefined;
  className?: string;
}) {
  return (
    <Field label={props.label} className={cn("w-full sm:w-44", props.className)}>
      <Select name={props.name} defaultValue={props.value ?? ""}>
        <option value="">{props.any}</option>
        {props.choices.map(({ value, word }) => (
          <option key={value} value={value}>
            {word}
          </option>
        ))}
      </Select>
    </Field>
  );
}
