import { Radio } from "#components/forms/checkbox";
import { Field, Fieldset, Input, Select } from "#components/forms/field";
import { Textarea } from "#components/forms/textarea";

const secretHint = {
  agent: "Only if the agent can't use a key pair. Its grants aren't bound to a key (bearer grants).",
  tool: "Only if the tool can't use a key pair. Shown once.",
};

/** The ways for an agent or a tool to sign calls. CSS alone shows the field of the chosen way. */
export function KeyChoice(props: { of?: "agent" | "tool"; hasHookToken?: boolean }) {
  const { of: signer = "agent", hasHookToken = false } = props;
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
        {hasHookToken ? (
          <Radio
            name="keyKind"
            value="token"
            label="Hook token"
            hint="For Claude Code, Codex, Cursor and gateways. Valid for up to 90 days."
          />
        ) : null}
      </Fieldset>
      <Field
        label="Public key"
        hint="A whpk_ key, a PEM block or a JWK."
        className="hidden group-has-[[value=public]:checked]:grid"
      >
        <Textarea name="publicKey" rows={3} spellCheck={false} autoComplete="off" className="font-mono" />
      </Field>
      {hasHookToken ? (
        <Field
          label="AuthZEN subject"
          hint="What a gateway calls this agent, such as user/alice. Leave empty to use the agent's ID."
          className="hidden group-has-[[value=token]:checked]:grid"
        >
          <Input name="subject" maxLength={301} autoComplete="off" spellCheck={false} className="font-mono" />
        </Field>
      ) : null}
      <Field
        label="Key expires after"
        hint="Keys always expire. You can add a new key before the old one expires."
        className="group-has-[[value=code]:checked]:hidden"
      >
        <Select name="expiresInDays" defaultValue="90">
          <option value="30">30 days</option>
          <option value="90">90 days</option>
          <option value="180">180 days</option>
          <option value="365">1 year</option>
        </Select>
      </Field>
    </div>
  );
}
