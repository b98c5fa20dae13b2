import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { Input } from "../ui/input.tsx";
import { Link } from "../ui/link.tsx";
import { Select } from "../ui/select.tsx";
import { TabList } from "../ui/tab-list.tsx";
import { riskWords } from "./risk-badge.tsx";

interface Choice {
  value: string;
  word: string;
}

interface QueueFiltersProps {
  /** The filters in force. */
  values: { state: string; agent?: string; type?: string; risk?: string; judged?: string; from?: Date };
  agents: Choice[];
  types: Choice[];
  /** The states as tabs: each keeps the other filters. */
  tabs: { href: string; label: string; isCurrent: boolean }[];
  clearHref: string;
}

/** Which part of the queue: states as links, the rest as a form that leads to an address. Works without script. */
export function QueueFilters({ values, agents, types, tabs, clearHref }: QueueFiltersProps) {
  const isNarrowed = Boolean(values.agent || values.type || values.risk || values.judged || values.from);
  return (
    <div className="grid gap-3">
      <TabList label="Which requests" tabs={tabs} />
      <details open={isNarrowed} className="group">
        <summary className="control-height flex w-fit items-center rounded-md pr-2 font-medium text-muted-foreground text-sm hover:text-foreground">
          <span className="mr-1.5 inline-block group-open:rotate-90" aria-hidden>
            ›
          </span>
          Filter{isNarrowed ? "ed" : ""}
        </summary>
        <form
          method="get"
          action="/queue"
          aria-label="Filter"
          className="flex flex-wrap items-end gap-3 py-2"
        >
          {values.state === "pending" ? null : <input type="hidden" name="state" value={values.state} />}
          <Choose name="agent" label="Agent" any="Any agent" choices={agents} value={values.agent} />
          <Choose name="type" label="Action" any="Any action" choices={types} value={values.type} />
          <Choose name="risk" label="Risk" any="Any risk" choices={riskWords} value={values.risk} />
          <Choose name="judged" label="Judged" any="However" choices={judgedWords} value={values.judged} />
          <Field label="Asked since (UTC)" className="w-full sm:w-44">
            <Input name="from" type="date" defaultValue={values.from?.toISOString().slice(0, 10)} />
          </Field>
          <div className="flex gap-2">
            <Button type="submit" variant="outline">
              Show
            </Button>
            {isNarrowed ? (
              <Button asChild variant="ghost">
                <Link href={clearHref}>Clear</Link>
              </Button>
            ) : null}
          </div>
        </form>
      </details>
    </div>
  );
}

const judgedWords = [
  { value: "default", word: "By the default alone" },
  { value: "doubt", word: "In doubt" },
  { value: "fault", word: "With a policy fault" },
  { value: "monitored", word: "A watched rule applied" },
];

function Choose(props: {
  name: string;
  label: string;
  any: string;
  choices: Choice[];
  value: string | undefined;
}) {
  return (
    <Field label={props.label} className="w-full sm:w-48">
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
