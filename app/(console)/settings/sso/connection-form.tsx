"use client";

import { act } from "#app/(console)/acts/act";
import { SubmitButton } from "#components/forms/act-form";
import { Field, Input, InputField } from "#components/forms/field";
import { FormMessage } from "#components/forms/form-message";
import { useDoneToast } from "#components/forms/use-done-toast.ts";
import { useGoTo } from "#components/forms/use-go-to.ts";
import { ConfirmedActForm } from "#components/passkey/confirmed-act-form";
import { ConfirmedForm } from "#components/passkey/confirmed-form";
import { useConfirmedAction } from "#components/passkey/use-confirmed-action.ts";
import { type ConnectionValues, GroupFields, JustInTimeFields } from "./admission-fields.tsx";

export function ChangeConnection({ values }: { values: ConnectionValues }) {
  const form = useConfirmedAction(act("sso/change"));
  useDoneToast(form.state, "Saved");
  return (
    <ConfirmedActForm form={form} fields={{ connectionId: values.id }} className="grid gap-5" noValidate>
      <ConnectionFields values={values} />
      <FormMessage message={form.message} />
      <SubmitButton working="Checking…" className="justify-self-start">
        Save changes…
      </SubmitButton>
    </ConfirmedActForm>
  );
}

export function NewConnection() {
  const form = useConfirmedAction(act("sso/create"));
  const { result } = form;
  useGoTo(result && `/settings/sso/${result.connectionId}`);
  return (
    <ConfirmedForm form={form} submit="Add connection…" cancelHref="/settings/sso">
      <ConnectionFields />
      <p className="text-muted-foreground text-sm">
        You'll confirm with your passkey. The connection is off until you test and turn it on.
      </p>
    </ConfirmedForm>
  );
}

/** The issuer of an existing connection cannot be changed. */
function ConnectionFields({ values }: { values?: ConnectionValues }) {
  return (
    <>
      <Provider values={values} />
      <InputField
        label="Email domains"
        hint="Only emails in these domains are trusted from this provider. Separate with commas."
        name="domains"
        required
        spellCheck={false}
        defaultValue={values?.domains.join(", ")}
        placeholder="example.com"
      />
      <JustInTimeFields values={values} />
      <GroupFields values={values} />
    </>
  );
}

function Provider({ values }: { values: ConnectionValues | undefined }) {
  return (
    <>
      <InputField
        label="Name"
        hint="Shown on the sign-in button."
        name="name"
        required
        maxLength={60}
        defaultValue={values?.name}
        placeholder="Example Okta"
      />
      {values ? null : (
        <InputField
          label="Issuer"
          hint="Your provider's issuer URL. Can't be changed later."
          name="issuer"
          type="url"
          required
          maxLength={512}
          spellCheck={false}
          placeholder="https://login.example.com"
        />
      )}
      <InputField
        label="Client ID"
        name="clientId"
        required
        maxLength={256}
        spellCheck={false}
        defaultValue={values?.clientId}
      />
      <Field
        label="Client secret"
        optional={values !== undefined}
        hint={
          values
            ? "Leave empty to keep the current secret."
            : "Stored encrypted. You won't be able to see it again."
        }
      >
        <Input name="clientSecret" type="password" required={!values} maxLength={1024} autoComplete="off" />
      </Field>
      <InputField
        label="Additional scopes"
        optional
        hint="Added to openid, profile and email. Some providers send groups only with a groups scope."
        name="scopes"
        maxLength={500}
        spellCheck={false}
        defaultValue={values?.scopes.join(" ")}
      />
    </>
  );
}
