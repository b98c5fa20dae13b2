import { Checkbox } from "#components/forms/checkbox";
import { Field, Select } from "#components/forms/field";
import {
  type Approval,
  type ApproverKind,
  groupOf,
  needsGroup,
  withGroup,
  withKind,
} from "./approval-draft.ts";
import { LifetimeSelect } from "./lifetime-select.tsx";

const kinds: [ApproverKind, string][] = [
  ["owner_or_backups", "Owner or backup approvers"],
  ["owner", "Owner only"],
  ["owner_and_group", "Owner plus a group"],
  ["group", "Any member of a group"],
];

const escalations: [number, string][] = [
  [0, "Never"],
  [300, "After 5 minutes"],
  [900, "After 15 minutes"],
  [1800, "After 30 minutes"],
  [3600, "After 1 hour"],
  [14_400, "After 4 hours"],
  [86_400, "After 1 day"],
];

interface Props {
  value: Approval;
  onChange: (value: Approval) => void;
  groups: { id: string; name: string }[];
  /** Where how many approve is chosen elsewhere. */
  hasCountElsewhere?: boolean;
  errorOf: (field: string) => string | undefined;
}

/** Who has to approve. */
export function ApprovalFields(props: Props) {
  const { value, onChange, groups, errorOf } = props;
  const { approvers } = value;
  const kind = approvers?.kind ?? "owner_or_backups";
  return (
    <div className="grid items-start gap-4 sm:grid-cols-2">
      <Field
        label="Approvers"
        hint={groups.length === 0 ? "Create a group under People to use it here." : undefined}
        error={errorOf("approvers")}
      >
        <Select
          value={kind}
          onChange={({ target }) => onChange(withKind(value, target.value as ApproverKind, groups))}
        >
          {kinds.map(([each, words]) => (
            <option
              key={each}
              value={each}
              disabled={needsGroup(each) && groups.length === 0 && each !== kind}
            >
              {words}
            </option>
          ))}
        </Select>
      </Field>
      {props.hasCountElsewhere ? null : <CountSelect {...props} kind={kind} />}
      {needsGroup(kind) ? <GroupSelect {...props} /> : null}
      {kind === "owner_or_backups" ? null : (
        <LifetimeSelect
          label="Escalate to backup approvers"
          hint="The request still expires at its deadline."
          choices={escalations}
          seconds={value.escalateAfterSeconds ?? 0}
          onChange={(seconds) => onChange({ ...value, escalateAfterSeconds: seconds || undefined })}
          error={errorOf("escalateAfterSeconds")}
        />
      )}
      {approvers?.kind === "group" ? (
        <Checkbox
          className="sm:col-span-2"
          label="Exclude the agent's owner"
          hint="The owner can't approve their own agent's requests (separation of duties)."
          checked={approvers.ownerExcluded}
          onChange={({ target }) =>
            onChange({ ...value, approvers: { ...approvers, ownerExcluded: target.checked } })
          }
        />
      ) : null}
    </div>
  );
}

function CountSelect({ value, onChange, errorOf, kind }: Props & { kind: ApproverKind }) {
  const fewest = kind === "owner_and_group" ? 2 : 1;
  const most = kind === "owner" ? 1 : 5;
  const hint = "From different people.";
  return (
    <Field
      label="Approvals required"
      hint={kind === "owner_and_group" ? `${hint} One must be the owner's.` : hint}
      error={errorOf("approvals")}
    >
      <Select
        value={value.approvals}
        onChange={({ target }) => onChange({ ...value, approvals: Number(target.value) })}
      >
        {[1, 2, 3, 4, 5]
          .filter((count) => (count >= fewest && count <= most) || count === value.approvals)
          .map((count) => (
            <option key={count}>{count}</option>
          ))}
      </Select>
    </Field>
  );
}

function GroupSelect({ value, onChange, groups, errorOf }: Props) {
  const group = groupOf(value.approvers);
  return (
    <Field label="Group" error={errorOf("approvers.group")}>
      <Select
        value={group}
        onChange={({ target }) => onChange({ ...value, approvers: withGroup(value.approvers, target.value) })}
      >
        {groups.some(({ id }) => id === group) ? null : <option value={group}>Deleted group</option>}
        {groups.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </Select>
    </Field>
  );
}
