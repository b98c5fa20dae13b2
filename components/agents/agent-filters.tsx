import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { Input } from "../ui/input.tsx";
import { Link } from "../ui/link.tsx";
import { Select } from "../ui/select.tsx";

interface Choice {
  value: string;
  word: string;
}

/** Which of the agents: a form that leads to an address, so that it works without script and can be linked to. */
export function AgentFilters(props: {
  values: Partial<
    Record<"status" | "owner" | "label" | "keys" | "owned" | "attestation" | "search", string | undefined>
  > & {
    keyDays?: number | undefined;
  };
  /** Empty for whoever sees only their own. */
  owners: Choice[];
  labels: Choice[];
}) {
  const { values, owners, labels } = props;
  const isNarrowed = Object.values(values).some(Boolean);
  return (
    <details open={isNarrowed} className="group mb-3">
      <summary className="control-height flex w-fit items-center rounded-md pr-2 font-medium text-muted-foreground text-sm hover:text-foreground">
        <span className="mr-1.5 inline-block group-open:rotate-90" aria-hidden>
          ›
        </span>
        Filter{isNarrowed ? "ed" : ""}
      </summary>
      <form method="get" action="/agents" aria-label="Filter" className="flex flex-wrap items-end gap-3 py-2">
        <Field label="Name contains" className="w-full sm:w-48">
          <Input name="search" type="search" maxLength={80} defaultValue={values.search} autoComplete="off" />
        </Field>
        <Choose name="status" label="Status" any="Any status" choices={statuses} value={values.status} />
        <Choose
          name="keys"
          label="Keys"
          any="Any keys"
          choices={keyStates(values.keyDays ?? 90)}
          value={values.keys}
        />
        {values.keyDays ? <input type="hidden" name="keyDays" value={values.keyDays} /> : null}
        <Choose name="owned" label="Answered for" any="Either" choices={ownedStates} value={values.owned} />
        <Choose
          name="attestation"
          label="Ownership"
          any="Confirmed or not"
          choices={attestations}
          value={values.attestation}
        />
        {owners.length > 0 ? (
          <Choose name="owner" label="Owner" any="Anybody" choices={owners} value={values.owner} />
        ) : null}
        {labels.length > 0 ? (
          <Choose name="label" label="Label" any="Any label" choices={labels} value={values.label} />
        ) : null}
        <div className="flex gap-2">
          <Button type="submit" variant="outline">
            Show
          </Button>
          {isNarrowed ? (
            <Button asChild variant="ghost">
              <Link href="/agents">Clear</Link>
            </Button>
          ) : null}
        </div>
      </form>
    </details>
  );
}

const statuses = [
  { value: "active", word: "Active" },
  { value: "quarantined", word: "Quarantined" },
  { value: "revoked", word: "Revoked" },
  { value: "standing", word: "Not revoked" },
];
const ownedStates = [
  { value: "yes", word: "By an active owner" },
  { value: "no", word: "By nobody active" },
];
const attestations = [
  { value: "due", word: "To be confirmed" },
  { value: "confirmed", word: "Confirmed in time" },
];

function keyStates(days: number) {
  return [
    { value: "expiring", word: "Expiring within 14 days" },
    { value: "none", word: "No usable key" },
    { value: "young", word: `All younger than ${days} days` },
    { value: "old", word: `Some ${days} days or older` },
    { value: "hmac", word: "A shared secret (HMAC)" },
    { value: "shared", word: "Used by another agent too" },
  ];
}

function Choose(props: {
  name: string;
  label: string;
  any: string;
  choices: Choice[];
  value: string | undefined;
}) {
  return (
    <Field label={props.label} className="w-full sm:w-44">
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
