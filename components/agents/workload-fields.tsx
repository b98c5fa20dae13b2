import { Field, Input } from "#components/forms/field";
import { Textarea } from "#components/forms/textarea";

const text = { required: true, maxLength: 512, autoComplete: "off", spellCheck: false };

/** The values of a workload's token. `audience`: of an agent that exists, and can have another one. */
export function WorkloadFields({ audience }: { audience?: string }) {
  return (
    <>
      <Field label="Issuer" hint="The token's iss, such as https://gitlab.com">
        <Input name="issuer" defaultValue="https://token.actions.githubusercontent.com" {...text} />
      </Field>
      <Field
        label="Subject"
        hint="The token's sub, character by character, such as repo:acme/deploy:environment:production"
      >
        <Input name="subject" {...text} />
      </Field>
      {audience === undefined ? null : (
        <Field
          label="Audience"
          hint="The workload asks its issuer for a token with this aud. Keep it unique to this agent."
        >
          <Input name="audience" defaultValue={audience} {...text} />
        </Field>
      )}
      <Field label="Other claims" optional hint="At most two, each on a line, such as repository_owner_id=42">
        <Textarea name="claims" rows={2} autoComplete="off" spellCheck={false} className="font-mono" />
      </Field>
      <Field label="Keys expire after (minutes)" hint="From 5 to 60.">
        <Input name="keyMinutes" type="number" inputMode="numeric" min={5} max={60} defaultValue={15} />
      </Field>
    </>
  );
}
