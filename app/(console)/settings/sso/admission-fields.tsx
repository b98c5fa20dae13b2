import { Checkbox } from "#components/forms/checkbox";
import { Field, Fieldset, InputField } from "#components/forms/field";
import { Textarea } from "#components/forms/textarea";
import type { ConnectionView } from "#lib/provisioning/sso/connections/list-connections";
import { roleLabels } from "#lib/text/labels";

export type ConnectionValues = Omit<ConnectionView, "createdAt" | "linkCount" | "enabled">;

export function JustInTimeFields({ values }: { values: ConnectionValues | undefined }) {
  const roles = values?.justInTimeRoles ?? ["auditor"];
  return (
    <>
      <Checkbox
        name="justInTime"
        label="Create people automatically"
        hint="Anyone with a verified email in these domains can sign in. Approving needs a passkey."
        defaultChecked={values?.justInTime ?? false}
      />
      <Fieldset legend="Default roles" name="justInTimeRoles">
        <Checkbox
          name="justInTimeRoles"
          value="approver"
          label={roleLabels.approver}
          defaultChecked={roles.includes("approver")}
        />
        <Checkbox
          name="justInTimeRoles"
          value="auditor"
          label={roleLabels.auditor}
          defaultChecked={roles.includes("auditor")}
        />
      </Fieldset>
    </>
  );
}

export function GroupFields({ values }: { values: ConnectionValues | undefined }) {
  const lines = values?.groupRoles.map(({ group, roles }) => `${group} = ${roles.join(", ")}`);
  return (
    <>
      <InputField
        label="Groups claim"
        optional
        hint="The claim that contains group membership. Leave empty to ignore groups."
        name="groupClaim"
        maxLength={128}
        spellCheck={false}
        defaultValue={values?.groupClaim ?? ""}
        placeholder="groups"
      />
      <Field
        label="Role mapping"
        optional
        hint="One group per line, as group = roles. These roles follow group membership at each sign-in."
      >
        <Textarea
          name="groupRoles"
          rows={3}
          maxLength={20_000}
          spellCheck={false}
          defaultValue={lines?.join("\n")}
          placeholder={"finance = approver\ninternal-audit = auditor"}
          className="font-mono"
        />
      </Field>
    </>
  );
}
