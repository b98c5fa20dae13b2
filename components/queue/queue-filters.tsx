import { Choice, type Choices } from "#components/forms/choice";
import { Field } from "#components/forms/field";
import { FilterChoice, FilterForm, type FilterOption } from "#components/forms/filter-form";
import { Input } from "#components/forms/input";
import { cn } from "#components/ui/cn.ts";
import { Link } from "#components/ui/link";
import { TabList } from "#components/ui/tab-list";
import { labelOptions, riskLabels } from "#lib/text/labels";

interface QueueFiltersProps {
  /** The active filters. */
  values: {
    state: string;
    agent?: string;
    type?: string;
    digest?: string;
    risk?: string;
    judged?: string;
    from?: Date;
  };
  agents: Choices;
  /** Why the typed agent matches no single agent. */
  fault: string | undefined;
  types: FilterOption[];
  /** The states as tabs: each preserves the other filters. */
  tabs: { href: string; label: string; isCurrent: boolean }[];
  clearHref: string;
}

/** The part of the queue: states as links, the rest as a GET form. Works without script. */
export function QueueFilters({ values, agents, fault, types, tabs, clearHref }: QueueFiltersProps) {
  const isNarrowed = Boolean(
    fault || values.agent || values.type || values.risk || values.judged || values.from,
  );
  return (
    <div className="grid gap-3">
      <TabList label="Status" tabs={tabs} />
      {values.digest ? (
        <p className="flex flex-wrap items-center gap-x-3">
          Requests for the same action
          <Link
            href={clearHref}
            className="inline-flex min-h-8 items-center text-link underline underline-offset-3"
          >
            View all requests
          </Link>
        </p>
      ) : null}
      <FilterForm action="/queue" clearHref={clearHref} isNarrowed={isNarrowed}>
        {values.digest ? <input type="hidden" name="digest" value={values.digest} /> : null}
        {values.state === "pending" ? null : <input type="hidden" name="state" value={values.state} />}
        <Field label="Agent" className={cn("w-full", width)} error={fault}>
          <Choice name="agent" choices={agents} empty="Any agent" />
        </Field>
        <FilterChoice
          className={width}
          name="type"
          label="Action"
          any="Any action"
          choices={types}
          value={values.type}
        />
        <FilterChoice
          className={width}
          name="risk"
          label="Risk"
          any="Any risk"
          choices={labelOptions(riskLabels)}
          value={values.risk}
        />
        <FilterChoice
          className={width}
          name="judged"
          label="Exception"
          any="Any"
          choices={exceptionWords}
          value={values.judged}
        />
        <Field label="Requested since (UTC)" className="w-full sm:w-44">
          <Input name="from" type="date" defaultValue={values.from?.toISOString().slice(0, 10)} />
        </Field>
      </FilterForm>
    </div>
  );
}

const width = "sm:w-48";

const exceptionWords = [
  { value: "default", word: "Default outcome only" },
  { value: "doubt", word: "Rule couldn't be checked" },
  { value: "fault", word: "Policy error" },
  { value: "monitored", word: "Matched a rule in monitor mode" },
  { value: "uncertain", word: "Uncertain execution" },
  { value: "unused", word: "Grant expired unused" },
];
