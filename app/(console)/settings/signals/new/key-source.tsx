import { Radio } from "#components/forms/checkbox";
import { Field, Fieldset } from "#components/forms/field";
import { Input } from "#components/forms/input";
import { Textarea } from "#components/forms/textarea";

/** The source of an event source's keys. CSS alone hides the field of the option not chosen. */
export function KeySource({ errorOf }: { errorOf: (field: string) => string | undefined }) {
  return (
    <div className="group grid gap-4">
      <Fieldset legend="Signing keys" error={errorOf("keySource")}>
        <Radio
          name="keySource"
          value="url"
          defaultChecked
          label="From a URL (recommended)"
          hint="Keys rotate automatically."
        />
        <Radio
          name="keySource"
          value="pasted"
          label="Paste keys"
          hint="If this server can't reach the URL."
        />
      </Fieldset>
      <Field
        label="JWKS URL"
        hint="Must start with https://"
        error={errorOf("jwksUrl")}
        className="group-has-[[value=pasted]:checked]:hidden"
      >
        <Input name="jwksUrl" type="url" maxLength={2048} autoComplete="off" spellCheck={false} />
      </Field>
      <Field
        label="JWKS"
        hint="A JSON Web Key Set containing public keys."
        error={errorOf("jwks")}
        className="hidden group-has-[[value=pasted]:checked]:grid"
      >
        <Textarea name="jwks" rows={5} spellCheck={false} autoComplete="off" className="font-mono" />
      </Field>
    </div>
  );
}
