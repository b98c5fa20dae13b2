import { Checkbox } from "#components/forms/checkbox";
import { Field } from "#components/forms/field";
import { MomentInput } from "#components/forms/moment-input";
import type { Rule } from "#lib/policy/language/rule";

/** Until when, and whether, a rule or a threshold applies. */
export function LifeFields(props: {
  of: Pick<Rule, "expiresAt" | "enabled" | "isMonitored">;
  noun: "rule" | "threshold";
}) {
  const { of, noun } = props;
  return (
    <>
      <Field
        label="Expires"
        optional
        hint={`After this time the ${noun} stops applying and the default outcome is used instead.`}
        className="sm:max-w-80"
      >
        <MomentInput name="expiresAt" defaultValue={of.expiresAt} />
      </Field>
      <Checkbox
        name="enabled"
        defaultChecked={of.enabled}
        label="Enabled"
        hint={`Disabled ${noun}s have no effect.`}
      />
      <Checkbox
        name="isMonitored"
        defaultChecked={of.isMonitored}
        label="Monitor mode"
        hint={`Logs what the ${noun} would have decided, without enforcing it.`}
      />
    </>
  );
}
