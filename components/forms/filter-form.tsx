"use client";

import { useRouter, useSearchParams } from "next/navigation";
import { type FormEvent, type ReactNode, useEffect, useRef, useState, useTransition } from "react";
import { Button, LinkButton } from "#components/ui/button";
import { cn } from "#components/ui/cn.ts";
import { Icon } from "#components/ui/icon";
import { beginNavigation } from "#components/ui/navigation-progress.ts";

/** A list's filters, applied immediately, and in the URL. Without script a form with a button. */
export function FilterForm(props: {
  action: string;
  clearHref: string;
  isNarrowed: boolean;
  /** Why a typed value matches nothing. */
  fault?: string | undefined;
  /** A sheet for more filters than a phone has room for; with `isAlways`, also on a wider screen. */
  sheet?: { id: string; chosen: number; isAlways?: boolean };
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
        data-filters
        aria-busy={isLoading}
        onSubmit={(event: FormEvent<HTMLFormElement>) => {
          event.preventDefault();
          apply(event.currentTarget);
        }}
        className="flex items-center gap-2 overflow-x-auto sm:flex-wrap sm:py-1 sm:short:flex-nowrap"
      >
        {props.sheet ? <FilterSheet {...props.sheet}>{props.children}</FilterSheet> : props.children}
        <noscript>
          <Button type="submit" variant="outline">
            Apply
          </Button>
        </noscript>
        {props.isNarrowed ? (
          <LinkButton href={props.clearHref} scroll={false} variant="ghost">
            Clear
          </LinkButton>
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

const inRow =
  "sm:static sm:flex sm:max-h-none sm:w-auto sm:flex-wrap sm:short:flex-nowrap sm:items-center sm:gap-2 sm:overflow-visible sm:border-0 sm:bg-transparent sm:p-0";
const inPanel =
  "sm:top-20 sm:right-8 sm:bottom-auto sm:left-auto sm:w-104 sm:rounded-lg sm:border sm:shadow-lg sm:[&_input]:w-full sm:[&_input]:max-w-none sm:[&_select]:w-full sm:[&_select]:max-w-none";

/** A popover on a phone, which the wider screen shows in the row or as a panel. */
function FilterSheet(props: { id: string; chosen: number; isAlways?: boolean; children: ReactNode }) {
  const { id, chosen, isAlways = false, children } = props;
  return (
    <>
      <Button variant="outline" popoverTarget={id} className={cn(!isAlways && "sm:hidden")}>
        <Icon name="sliders" />
        {chosen > 0 ? `Filters (${chosen})` : "Filters"}
      </Button>
      <div
        id={id}
        popover="auto"
        className={cn(
          "fixed inset-x-0 top-auto bottom-0 m-0 max-h-[85dvh] w-full overflow-y-auto rounded-t-lg border-t bg-card p-4 pb-[max(1rem,env(safe-area-inset-bottom))] text-foreground backdrop:bg-black/40 open:grid open:grid-cols-[minmax(0,1fr)] open:gap-3",
          "max-sm:[&_input]:w-full max-sm:[&_input]:max-w-none max-sm:[&_select]:w-full max-sm:[&_select]:max-w-none",
          isAlways ? inPanel : inRow,
        )}
      >
        <div className={cn("flex items-center justify-between gap-3", !isAlways && "sm:hidden")}>
          <h2 className="font-semibold text-base">Filters</h2>
          <Button variant="ghost" popoverTarget={id} popoverTargetAction="hide">
            Done
          </Button>
        </div>
        {children}
      </div>
    </>
  );
}

function queryOf(form: HTMLFormElement): string {
  const pairs = [...new FormData(form)].filter(
    (pair): pair is [string, string] => typeof pair[1] === "string" && pair[1] !== "",
  );
  return new URLSearchParams(pairs).toString();
}

/** Follows the URL, also after Back and Clear. A typed text stays while its filter is on. */
function useFieldsFromUrl(form: { current: HTMLFormElement | null }): void {
  const query = useSearchParams();
  useEffect(() => {
    for (const field of form.current?.elements ?? []) {
      if (field instanceof HTMLSelectElement) {
        field.value = query.get(field.name) ?? "";
        // Without such an option the field would be empty.
        if (field.selectedIndex < 0) field.value = "";
      } else if (
        field instanceof HTMLInputElement &&
        field.name &&
        field.type !== "hidden" &&
        !query.has(field.name)
      )
        field.value = "";
    }
  }, [form, query]);
}
