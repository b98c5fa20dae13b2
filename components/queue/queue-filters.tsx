import type { ReactNode } from "react";
import type { Choices } from "#components/forms/choice";
import { FilterByName, FilterChoice, type FilterOption } from "#components/forms/filter-fields";
import { FilterForm } from "#components/forms/filter-form";
import { FilterMoment } from "#components/forms/filter-moment";
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
    tests?: string;
    from?: Date;
  };
  agents: Choices;
  /** Why the typed agent matches no single agent. */
  fault: string | undefined;
  types: FilterOption[];
  /** The states as tabs: each preserves the other filters. */
  tabs: { href: string; label: string; isCurrent: boolean; count?: ReactNode }[];
  clearHref: string;
}

/** Which requests are listed: the states as tabs, and filters. */
export function QueueFilters({ values, agents, fault, types, tabs, clearHref }: QueueFiltersProps) {
  const isNarrowed = Boolean(
    fault || values.agent || values.type || values.risk || values.judged || values.tests || values.from,
  );
  return (
    <div className="grid gap-2">
      <TabList label="Status" tabs={tabs} />
      {values.digest || values.tests ? (
        <p className="flex flex-wrap items-center gap-x-3">
          {values.digest ? "Requests for the same action" : "Test requests are left out"}
          <Link
            href={clearHref}
            className="inline-flex min-h-11 fine:min-h-8 items-center text-link underline underline-offset-3"
          >
            View all requests
          </Link>
        </p>
      ) : null}
      <FilterForm action="/queue" clearHref={clearHref} isNarrowed={isNarrowed} fault={fault}>
        {values.tests ? <input type="hidden" name="tests" value={values.tests} /> : null}
        {values.digest ? <input type="hidden" name="digest" value={values.digest} /> : null}
        {values.state === "needs_you" ? null : <input type="hidden" name="state" value={values.state} />}
        <FilterByName name="agent" label="Agent" any="Any agent" choices={agents} />
        <FilterChoice name="type" label="Action" any="Any action" choices={types} value={values.type} />
        <FilterChoice
          name="risk"
          label="Risk"
          any="Any risk"
          choices={labelOptions(riskLabels)}
          value={values.risk}
        />
        <FilterChoice
          name="judged"
          label="Exception"
          any="Any exception"
          choices={exceptionWords}
          value={values.judged}
        />
        <FilterMoment name="from" label="Since" defaultValue={values.from?.toISOString()} />
      </FilterForm>
    </div>
  );
}

const exceptionWords = [
  { value: "default", word: "Default outcome only" },
  { value: "doubt", word: "Rule couldn't be checked" },
  { value: "fault", word: "Policy error" },
  { value: "monitored", word: "Matched a rule in monitor mode" },
  { value: "uncertain", word: "Uncertain execution" },
  { value: "unused", word: "Grant expired unused" },
];
