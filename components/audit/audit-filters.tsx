import type { Choices } from "#components/forms/choice";
import { FilterDate } from "#components/forms/filter-date";
import { FilterByName, FilterChoice, type FilterGroup, FilterInput } from "#components/forms/filter-fields";
import { FilterForm } from "#components/forms/filter-form";
import { cn } from "#components/ui/cn.ts";
import { Link } from "#components/ui/link";
import { typeWords } from "./event-words.ts";
import { capitalized, subjectLabel } from "./subject-labels.ts";

export interface AuditFiltersProps {
  types: readonly string[];
  people: Choices;
  agents: Choices;
  /** The current values in the URL, as written. */
  values: Partial<Record<"person" | "agent" | "request" | "type" | "from" | "to", string>>;
  fault: string | undefined;
  /** Ranges of time up to now, each with the other filters. */
  ranges: { href: string; label: string; isCurrent: boolean }[];
}

/** The listed events. Each filter applies immediately and is in the URL. */
export function AuditFilters({ types, people, agents, values, fault, ranges }: AuditFiltersProps) {
  const chosen = Object.values(values).filter(Boolean).length;
  const isNarrowed = Boolean(fault) || chosen > 0;
  return (
    <FilterForm
      className="mb-4"
      action="/audit"
      clearHref="/audit"
      isNarrowed={isNarrowed}
      fault={fault}
      sheet={{ id: "audit-filters", chosen }}
    >
      <FilterByName name="person" label="Person" any="Anyone" choices={people} />
      <FilterByName name="agent" label="Agent" any="Any agent" choices={agents} />
      <FilterChoice
        name="type"
        label="Event type"
        any="Any event"
        choices={typeGroups(types)}
        value={values.type}
      />
      <FilterInput name="request" label="Request ID" value={values.request} />
      <nav aria-label="Time range" className="flex shrink-0 gap-x-1">
        {ranges.map(({ href, label, isCurrent }) => (
          <Link
            key={label}
            href={href}
            scroll={false}
            aria-current={isCurrent ? "true" : undefined}
            className={cn(
              "control-height flex items-center whitespace-nowrap rounded-full px-3 text-muted-foreground text-sm hover:bg-muted hover:text-foreground",
              "aria-[current]:bg-primary-soft aria-[current]:font-medium aria-[current]:text-foreground",
            )}
          >
            {label}
          </Link>
        ))}
      </nav>
      {/* In one row, even after a full row of filters. */}
      <span className="grid gap-3 sm:flex sm:shrink-0 sm:gap-2">
        <MomentFilter name="from" label="From (UTC)" value={values.from} />
        <MomentFilter name="to" label="Before (UTC)" value={values.to} />
      </span>
    </FilterForm>
  );
}

/** A day; with a time of day if the URL has a time. */
function MomentFilter(props: { name: string; label: string; value: string | undefined }) {
  const { value = "" } = props;
  const isDay = value === "" || /^\d{4}-\d\d-\d\d$/.test(value);
  const type = isDay ? "date" : "datetime-local";
  return <FilterDate key={type} {...props} type={type} value={isDay ? value : minuteOf(value)} />;
}

/** "2026-11-24T14:05" in UTC, for the field. */
function minuteOf(value: string): string {
  const at = new Date(/(Z|[+-]\d\d:\d\d)$/.test(value) ? value : `${value.replace(" ", "T")}Z`);
  return Number.isNaN(at.getTime()) ? "" : at.toISOString().slice(0, 16);
}

function typeGroups(types: readonly string[]): FilterGroup[] {
  const groups = new Map<string, FilterGroup>();
  for (const type of types) {
    const [noun = type] = type.split(".");
    const group = groups.get(noun) ?? { label: subjectLabel(noun), options: [] };
    group.options.push({ value: type, word: capitalized(typeWords(type)) });
    groups.set(noun, group);
  }
  return [...groups.values()];
}
