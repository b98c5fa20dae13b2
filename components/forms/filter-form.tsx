"use client";

import { useRouter, useSearchParams } from "next/navigation";
import { type FormEvent, type ReactNode, useEffect, useId, useRef, useState, useTransition } from "react";
import { Button } from "#components/ui/button";
import { cn } from "#components/ui/cn.ts";
import { Icon } from "#components/ui/icon";
import { Link } from "#components/ui/link";
import { beginNavigation } from "#components/ui/navigation-progress.ts";
import type { Choices } from "./choice.tsx";
import { TypedChoice } from "./typed-choice.tsx";

export interface FilterOption {
  value: string;
  word: string;
}

/** Options below a heading. */
export interface FilterGroup {
  label: string;
  options: FilterOption[];
}

/**
 * The filters of a list, in one row that is always visible. Each applies immediately and is in the URL.
 * Without script it is a GET form with a button.
 */
export function FilterForm(props: {
  action: string;
  clearHref: string;
  isNarrowed: boolean;
  /** Why a typed value matches nothing. */
  fault?: string | undefined;
  className?: string;
  children: ReactNode;
}) {
  const { action, fault } = props;
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const [hasApplied, setHasApplied] = useState(false);
  const [isLoading, startLoading] = useTransition();
  useFieldsFromUrl(form);
  useEffect(() => (isLoading ? beginNavigation() : undefined), [isLoading]);

  function apply(fields: HTMLFormElement) {
    setHasApplied(true);
    startLoading(() => router.push(`${action}?${queryOf(fields)}`, { scroll: false }));
  }
  const latest = useRef(apply);
  latest.current = apply;
  // The browser's own event: of a text field it comes when the person has finished typing.
  useEffect(() => {
    const fields = form.current;
    if (!fields) return;
    const change = () => latest.current(fields);
    fields.addEventListener("change", change);
    return () => fields.removeEventListener("change", change);
  }, []);

  return (
    <div className={cn("grid gap-1", props.className)}>
      <form
        ref={form}
        method="get"
        action={action}
        aria-label="Filters"
        aria-busy={isLoading}
        onSubmit={(event: FormEvent<HTMLFormElement>) => {
          event.preventDefault();
          apply(event.currentTarget);
        }}
        className="flex items-center gap-2 overflow-x-auto sm:flex-wrap sm:py-1"
      >
        {props.children}
        <noscript>
          <Button type="submit" variant="outline">
            Apply
          </Button>
        </noscript>
        {props.isNarrowed ? (
          <Button asChild variant="ghost">
            <Link href={props.clearHref} scroll={false}>
              Clear
            </Link>
          </Button>
        ) : null}
        <span role="status" className="sr-only">
          {hasApplied && !isLoading && !fault ? "List updated" : ""}
        </span>
      </form>
      {fault ? (
        <p role="alert" className="flex gap-1.5 text-[0.8125rem] text-danger">
          <Icon name="circle-alert" className="mt-0.5 size-4" />
          {fault}
        </p>
      ) : null}
    </div>
  );
}

/** The filled fields of a form as a query string. */
function queryOf(form: HTMLFormElement): string {
  const pairs = [...new FormData(form)].filter(
    (pair): pair is [string, string] => typeof pair[1] === "string" && pair[1] !== "",
  );
  return new URLSearchParams(pairs).toString();
}

/**
 * Keeps the fields in step with the URL, also after Back and Clear. The server may have resolved typed
 * text to an ID, so a typed text stays while its filter is on.
 */
function useFieldsFromUrl(form: { current: HTMLFormElement | null }): void {
  const query = useSearchParams();
  useEffect(() => {
    for (const field of form.current?.elements ?? []) {
      if (field instanceof HTMLSelectElement) field.value = query.get(field.name) ?? "";
      else if (field instanceof HTMLInputElement && field.type !== "hidden" && !query.has(field.name))
        field.value = "";
    }
  }, [form, query]);
}

const chip = cn(
  "control-height field-sizing-content max-w-64 rounded-full border border-input bg-card text-base text-foreground md:text-sm",
  "focus-visible:outline-2 focus-visible:outline-ring focus-visible:-outline-offset-1",
);
const chosenLook = "border-primary bg-primary-soft font-medium";

/** One filter with few values, and a label for all values. */
export function FilterChoice(props: {
  name: string;
  label: string;
  any: string;
  choices: (FilterOption | FilterGroup)[];
  value: string | undefined;
}) {
  const id = useId();
  return (
    <span className="relative shrink-0">
      <label htmlFor={id} className="sr-only">
        {props.label}
      </label>
      <select
        id={id}
        name={props.name}
        defaultValue={props.value ?? ""}
        className={cn(chip, "appearance-none pr-8 pl-3.5", props.value && chosenLook)}
      >
        <option value="">{props.any}</option>
        {props.choices.map((choice) =>
          "options" in choice ? (
            <optgroup key={choice.label} label={choice.label}>
              {choice.options.map(optionOf)}
            </optgroup>
          ) : (
            optionOf(choice)
          ),
        )}
      </select>
      <Icon
        name="chevron-down"
        className="-translate-y-1/2 pointer-events-none absolute top-1/2 right-3 size-3.5 text-muted-foreground"
      />
    </span>
  );
}

function optionOf({ value, word }: FilterOption) {
  return (
    <option key={value} value={value}>
      {word}
    </option>
  );
}

/** One filter with a text or date field. */
export function FilterInput(props: {
  name: string;
  label: string;
  type: "search" | "date" | "datetime-local";
  value: string | undefined;
}) {
  const { name, label, type, value } = props;
  const id = useId();
  const isDate = type !== "search";
  return (
    <span className="relative flex shrink-0 items-center gap-2">
      <label htmlFor={id} className={isDate ? "text-muted-foreground text-sm" : "sr-only"}>
        {label}
      </label>
      <input
        id={id}
        name={name}
        type={type}
        defaultValue={value ?? ""}
        className={cn(chip, "min-w-40 px-3.5", value && chosenLook)}
        {...(isDate ? {} : { placeholder: label, maxLength: 80, autoComplete: "off" })}
      />
    </span>
  );
}

/** A filter by a person or agent: from a short list, or by typing. */
export function FilterByName(props: { name: string; label: string; any: string; choices: Choices }) {
  const { name, label, any, choices } = props;
  const { source, options, chosen } = choices;
  const id = useId();
  if (source)
    return (
      <span className="relative shrink-0">
        <label htmlFor={id} className="sr-only">
          {label}
        </label>
        <TypedChoice
          {...{ id, name, source }}
          defaultValue={chosen}
          placeholder={any}
          className={cn(chip, "w-auto min-w-40 px-3.5", chosen && chosenLook)}
        />
      </span>
    );
  const words = options.map((option) => ({ value: option.id, word: option.name }));
  return <FilterChoice name={name} label={label} any={any} choices={words} value={chosen} />;
}
