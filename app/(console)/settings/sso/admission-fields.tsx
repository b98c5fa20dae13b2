import { Checkbox } from "#components/ui/checkbox";
import { Field, Fieldset } from "#components/ui/field";
import { Input } from "#components/ui/input";
import { Textarea } from "#components/ui/textarea";
import type { ConnectionValues, ErrorOf } from "./connection-form.tsx";

/** Whether people come in uninvited, and as what. */
export function JustInTimeFields({
  values,
  errorOf,
}: {
  values: ConnectionValues | undefined;
  errorOf: ErrorOf;
}) {
  const roles = values?.justInTimeRoles ?? ["auditor"];
  return (
    <>
      <Checkbox
        name="justInTime"
        label="Let people in whom nobody invited"
        hint="With a verified address in one of the domains above. They can look; a passkey, and so any approval, still takes a link that an admin makes."
        defaultChecked={values?.justInTime ?? false}
      />
      <Fieldset legend="Roles of people let in so" error={errorOf("justInTimeRoles")}>
        <Checkbox
          name="justInTimeRoles"
          value="approver"
          label="Approver"
          defaultChecked={roles.includes("approver")}
        />
        <Checkbox
          name="justInTimeRoles"
          value="auditor"
          label="Auditor"
          defaultChecked={roles.includes("auditor")}
        />
      </Fieldset>
    </>
  );
}

/** What groups decide. */
export function GroupFields({ values, errorOf }: { values: ConnectionValues | undefined; errorOf: ErrorOf }) {
  const lines = values?.groupRoles.map(({ group, roles }) => `${group} = ${roles.join(", ")}`);
  return (
    <>
      <Field
        label="Group claim"
        optional
        hint="The claim that the provider names somebody's groups in. Empty: groups decide nothing here."
        error={errorOf("groupClaim")}
      >
        <Input
          name="groupClaim"
          maxLength={128}
          autoComplete="off"
          spellCheck={false}
          defaultValue={values?.groupClaim ?? ""}
          placeholder="groups"
        />
      </Field>
      <Field
        label="Roles by group"
        optional
        hint="A line for each group: its value, an equals sign, roles. At each sign-in a role named here is given and taken by the groups alone; roles not named here stay as set by hand."
        error={errorOf("groupRoles")}
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
