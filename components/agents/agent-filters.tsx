import type { Choices } from "#components/forms/choice";
import { FilterByName, FilterChoice, FilterInput, type FilterOption } from "#components/forms/filter-fields";
import { FilterForm } from "#components/forms/filter-form";
import { agentStatusLabels, labelOptions } from "#lib/text/labels";

/** The filters of the list of agents. */
export function AgentFilters(props: {
  values: Partial<
    Record<"status" | "owner" | "label" | "keys" | "owned" | "attestation" | "search", string | undefined>
  > & {
    keyDays?: number | undefined;
  };
  /** Undefined for viewers without access to the agents of other people. */
  owners: Choices | undefined;
  fault: string | undefined;
  labels: FilterOption[];
}) {
  const { values, owners, fault, labels } = props;
  const isNarrowed = Boolean(fault) || Object.values(values).some(Boolean);
  return (
    <FilterForm action="/agents" clearHref="/agents" isNarrowed={isNarrowed} fault={fault} className="mb-3">
      <FilterInput name="search" label="Name contains" value={values.search} />
      <FilterChoice name="status" label="Status" choices={statuses} value={values.status} />
      {owners ? <FilterByName name="owner" label="Owner" any="Any owner" choices={owners} /> : null}
      <FilterChoice name="keys" label="Keys" choices={keyStates(values.keyDays ?? 90)} value={values.keys} />
      {values.keyDays ? <input type="hidden" name="keyDays" value={values.keyDays} /> : null}
      <FilterChoice name="owned" label="Owner status" choices={ownedStates} value={values.owned} />
      <FilterChoice
        name="attestation"
        label="Ownership review"
        choices={attestations}
        value={values.attestation}
      />
      {labels.length > 0 ? (
        <FilterChoice name="label" label="Label" choices={labels} value={values.label} />
      ) : null}
    </FilterForm>
  );
}

const statuses = [...labelOptions(agentStatusLabels), { value: "not_revoked", word: "Not revoked" }];
const ownedStates = [
  { value: "yes", word: "Active owner" },
  { value: "no", word: "Orphaned (no active owner)" },
];
const attestations = [
  { value: "due", word: "Due" },
  { value: "confirmed", word: "Up to date" },
];

function keyStates(days: number) {
  return [
    { value: "expiring", word: "Expires within 14 days" },
    { value: "none", word: "No active key" },
    { value: "young", word: `All keys under ${days} days old` },
    { value: "old", word: `Some keys ${days}+ days old` },
    { value: "hmac", word: "Uses a shared secret or hook token" },
    { value: "shared", word: "Key shared with another agent" },
  ];
}
