import { Choice, type Choices } from "#components/forms/choice";
import { Field } from "#components/forms/field";
import { Input } from "#components/forms/input";
import { Select } from "#components/forms/select";
import { Button } from "#components/ui/button";
import { Link } from "#components/ui/link";

export interface AuditFiltersProps {
  /** Every type of event there is. */
  types: readonly string[];
  people: Choices;
  agents: Choices;
  /** The current values in the URL, as written. */
  values: Partial<Record<"request" | "type" | "from" | "to", string>>;
  /** The error of each invalid value, by name. */
  errors: Record<string, string>;
}

/**
 * The filters as a form that leads to an address: works without script, and the result can be
 * linked to.
 */
export function AuditFilters({ types, people, agents, values, errors }: AuditFiltersProps) {
  return (
    <form
      method="get"
      action="/audit"
      aria-label="Filter"
      className="grid gap-4 border-t p-4 sm:grid-cols-2 sm:p-5 lg:grid-cols-3"
    >
      <Field label="Person" className="content-start" error={errors.person}>
        <Choice name="person" choices={people} empty="Anyone" />
      </Field>
      <Field label="Agent" className="content-start" error={errors.agent}>
        <Choice name="agent" choices={agents} empty="Any agent" />
      </Field>
      <Field label="Event type" className="content-start" error={errors.type}>
        <Select name="type" defaultValue={values.type ?? ""}>
          <option value="">Any type</option>
          {groups(types).map(([noun, group]) => (
            <optgroup key={noun} label={noun.replaceAll("_", " ")}>
              {group.map((type) => (
                <option key={type} value={type}>
                  {type}
                </option>
              ))}
            </optgroup>
          ))}
        </Select>
      </Field>
      <Field label="Request" className="content-start" error={errors.request}>
        <Input
          name="request"
          defaultValue={values.request}
          placeholder="req_…"
          autoComplete="off"
          spellCheck={false}
        />
      </Field>
      <Field label="From (UTC)" className="content-start" error={errors.from}>
        <Input name="from" type="datetime-local" defaultValue={values.from} />
      </Field>
      <Field label="To (UTC)" className="content-start" error={errors.to}>
        <Input name="to" type="datetime-local" defaultValue={values.to} />
      </Field>
      <div className="flex flex-wrap gap-2 sm:col-span-full">
        <Button type="submit">Apply</Button>
        <Button asChild variant="ghost">
          <Link href="/audit">Clear</Link>
        </Button>
      </div>
    </form>
  );
}

/** The types by their noun. */
function groups(types: readonly string[]): [string, string[]][] {
  const nouns = new Map<string, string[]>();
  for (const type of types) {
    const [noun = type] = type.split(".");
    nouns.set(noun, [...(nouns.get(noun) ?? []), type]);
  }
  return [...nouns];
}
