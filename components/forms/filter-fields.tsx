"use client";

import { useId } from "react";
import { cn } from "#components/ui/cn.ts";
import { Icon } from "#components/ui/icon";
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

export const chip = cn(
  "control-height field-sizing-content max-w-64 rounded-full border border-input bg-card text-base text-foreground md:text-sm",
  "focus-visible:outline-2 focus-visible:outline-ring focus-visible:-outline-offset-1",
);
export const chosenLook = "border-primary bg-primary-soft font-medium";
/** The same of a select, from the moment a value is chosen. */
const chosenSelect =
  "has-[option:not([value='']):checked]:border-primary has-[option:not([value='']):checked]:bg-primary-soft has-[option:not([value='']):checked]:font-medium";

/** A filter with few values, and a label for every value. */
export function FilterChoice(props: {
  name: string;
  label: string;
  /** The words for every value, if not "Any" and the label. */
  any?: string;
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
        className={cn(chip, "appearance-none pr-8 pl-3.5", chosenSelect)}
      >
        <option value="">{props.any ?? `Any ${props.label.toLowerCase()}`}</option>
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

/** One filter with a text field. */
export function FilterInput(props: { name: string; label: string; value: string | undefined }) {
  const { name, label, value } = props;
  const id = useId();
  return (
    <span className="relative flex shrink-0 items-center gap-2">
      <label htmlFor={id} className="sr-only">
        {label}
      </label>
      <input
        id={id}
        name={name}
        type="search"
        defaultValue={value ?? ""}
        placeholder={label}
        maxLength={80}
        autoComplete="off"
        className={cn(chip, "min-w-40 px-3.5", value && chosenLook)}
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
