"use client";

import { useId, useRef } from "react";
import { cn } from "#components/ui/cn.ts";
import { ApplyTyped } from "./apply-typed.tsx";
import { chip, chosenLook } from "./filter-fields.tsx";
import { useTypedFilter } from "./use-typed-filter.ts";

/** A filter by a day or a time, in UTC. Applies as {@link useTypedFilter} says. */
export function FilterDate(props: {
  name: string;
  label: string;
  type: "date" | "datetime-local";
  value: string;
}) {
  const { name, label, type, value } = props;
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const restore = (applied: string) => {
    if (field.current) field.current.value = applied;
  };
  const typing = useTypedFilter({ field, sent: field, value, restore });
  return (
    <span className="relative flex shrink-0 items-center gap-2">
      <label htmlFor={id} className="whitespace-nowrap text-muted-foreground text-sm">
        {label}
      </label>
      <input
        {...typing.handlers}
        ref={field}
        id={id}
        name={name}
        type={type}
        defaultValue={value}
        className={cn(chip, "min-w-40 px-3.5", value && chosenLook)}
      />
      <ApplyTyped typing={typing} />
    </span>
  );
}
