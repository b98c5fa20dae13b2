import { Radio } from "#components/forms/checkbox";
import { Field, Fieldset, Select } from "#components/forms/field";
import { Textarea } from "#components/forms/textarea";

const secretHint = {
  agent: "Only if the agent can't use a key pair. Its grants aren't bound to a key (bearer grants).",
  tool: "Only if the tool can't use a key pair. Shown once.",
};

/** The ways for an agent or a tool to sign calls. CSS alone shows the field of the chosen way. */
export function KeyChoice({ of: signer = "agent" }: { of?: "agent" | "tool" }) {
  return (
    <div className="group grid gap-4">
      <Fieldset legend="Key" name="keyKind">
        {signer === "agent" ? (
          <Radio
            name="keyKind"
            value="code"
            defaultChecked
            label="Generate a key on the agent's machine (recommended)"
            hint="You get a code valid for 15 minutes. The private key never leaves the machine."
          />
        ) : null}
        <Radio
          name="keyKind"
          value="public"
          defaultChecked={signer === "tool"}
          label="Use an existing public key"
          hint="Ed25519 only, for example from a key vault."
        />
        <Radio name="keyKind" value="secret" label="Shared secret (HMAC)" hint={secretHint[signer]} />
      </Fieldset>
      <Field
        label="Public key"
        hint="A whpk_ key, a PEM block or a JWK."
        className="hidden group-has-[[value=public]:checked]:grid"
      >
        <Textarea name="publicKey" rows={3} spellCheck={false} autoComplete="off" className="font-mono" />
      </Field>
      <KeyExpiry label="Key expires after" className="group-has-[[value=code]:checked]:hidden" />
    </div>
  );
}

const days = { 30: "30 days", 90: "90 days", 180: "180 days", 365: "1 year" };

/** @param mostDays the longest life of this kind of credential */
export function KeyExpiry(props: { label: string; mostDays?: number; className?: string }) {
  const { label, mostDays = 365, className } = props;
  return (
    <Field
      label={label}
      hint="Keys always expire. You can add a new key before the old one expires."
      className={className}
    >
      <Select name="expiresInDays" defaultValue="90">
        {Object.entries(days)
          .filter(([number]) => Number(number) <= mostDays)
          .map(([number, words]) => (
            <option key={number} value={number}>
              {words}
            </option>
          ))}
      </Select>
    </Field>
  );
}
