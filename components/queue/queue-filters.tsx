import type { ReactNode } from "react";
import type { Choices } from "#components/forms/choice";
import { FilterByName, FilterChoice, type FilterOption } from "#components/forms/filter-fields";
import { FilterForm } from "#components/forms/filter-form";
import { FilterMoment } from "#components/forms/filter-moment";
import { LocalTime } from "#components/text/local-time";
import { Icon } from "#components/ui/icon";
import { Link } from "#components/ui/link";
import { TabList } from "#components/ui/tab-list";
import { labelOptions, riskLabels } from "#lib/text/labels";

interface QueueFiltersProps {
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
  fault: string | undefined;
  types: FilterOption[];
  /** The states as tabs: each preserves the other filters. */
  tabs: { href: string; label: string; isCurrent: boolean; count?: ReactNode }[];
  /** The list without a filter, or without any. */
  hrefWithout: (name?: FilterName) => string;
}

export type FilterName = "agent" | "type" | "digest" | "risk" | "judged" | "tests" | "from";

/** The filters of the list: the states as tabs, a button for the rest, and the set filters. */
export function QueueFilters(props: QueueFiltersProps) {
  const { values, agents, fault, types, tabs, hrefWithout } = props;
  const chosen = chosenFilters(props);
  return (
    <div className="grid gap-2 sm:grid-cols-[minmax(0,1fr)_auto] sm:items-center">
      <TabList label="Status" tabs={tabs} />
      <FilterForm
        action="/queue"
        clearHref={hrefWithout()}
        isNarrowed={fault !== undefined}
        fault={fault}
        sheet={{ id: "queue-filters", chosen: chosen.length, isAlways: true }}
      >
        {values.tests ? <input type="hidden" name="tests" value={values.tests} /> : null}
        {values.digest ? <input type="hidden" name="digest" value={values.digest} /> : null}
        {values.state === "needs_you" ? null : <input type="hidden" name="state" value={values.state} />}
        <FilterByName name="agent" label="Agent" any="Any agent" choices={agents} />
        <FilterChoice name="type" label="Action" choices={types} value={values.type} />
        <FilterChoice name="risk" label="Risk" choices={labelOptions(riskLabels)} value={values.risk} />
        <FilterChoice name="judged" label="Policy check" choices={exceptionWords} value={values.judged} />
        <FilterMoment name="from" label="Since" defaultValue={values.from?.toISOString()} />
      </FilterForm>
      {chosen.length > 0 ? (
        <ul aria-label="Active filters" className="flex flex-wrap gap-2 sm:col-span-2">
          {chosen.map(({ name, words }) => (
            <li key={name} className="min-w-0">
              <Link
                href={hrefWithout(name)}
                scroll={false}
                className="control-height inline-flex max-w-full items-center gap-1.5 rounded-full border border-primary bg-primary-soft px-3 font-medium text-sm data-loading:opacity-50 [overflow-wrap:anywhere]"
              >
                <span className="sr-only">Remove filter: </span>
                {words}
                <Icon name="x" className="size-3.5" />
              </Link>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}

function chosenFilters({ values, agents, types }: QueueFiltersProps) {
  const wordOf = (options: readonly FilterOption[], value: string | undefined) =>
    options.find((option) => option.value === value)?.word ?? value;
  const all: { name: FilterName; words: ReactNode }[] = [
    {
      name: "agent",
      words: values.agent && (agents.options.find(({ id }) => id === values.agent)?.name ?? agents.chosen),
    },
    { name: "type", words: wordOf(types, values.type) },
    { name: "digest", words: values.digest && "Same action" },
    { name: "risk", words: wordOf(labelOptions(riskLabels), values.risk) },
    { name: "judged", words: wordOf(exceptionWords, values.judged) },
    { name: "tests", words: values.tests && "No test requests" },
    {
      name: "from",
      words: values.from && (
        <>
          Since <LocalTime at={values.from} />
        </>
      ),
    },
  ];
  return all.filter(({ words }) => words);
}

const exceptionWords = [
  { value: "default", word: "Default outcome only" },
  { value: "rule_unchecked", word: "Rule couldn't be checked" },
  { value: "policy_unchecked", word: "Policy error" },
  { value: "monitored", word: "Matched a rule in monitor mode" },
  { value: "uncertain", word: "Uncertain execution" },
  { value: "unused", word: "Grant expired unused" },
];
