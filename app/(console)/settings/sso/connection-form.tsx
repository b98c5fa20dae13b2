"use client";

import { act } from "#app/(console)/acts/act";
import { Field, Input, InputField } from "#components/forms/field";
import { FormMessage } from "#components/forms/form-message";
import { useDoneToast } from "#components/forms/use-done-toast.ts";
import { useGoTo } from "#components/forms/use-go-to.ts";
import { ConfirmDialog } from "#components/passkey/confirm-dialog";
import { ConfirmedForm } from "#components/passkey/confirmed-form";
import { useConfirmedAction } from "#components/passkey/use-confirmed-action.ts";
import { Button } from "#components/ui/button";
import { type ConnectionValues, type ErrorOf, GroupFields, JustInTimeFields } from "./admission-fields.tsx";

export function ChangeConnection({ values }: { values: ConnectionValues }) {
  const { pending, formProps, state, message, errorOf, dialog } = useConfirmedAction(act("sso/change"));
  useDoneToast(state, "Saved");
  return (
    <>
      <form className="grid gap-5" noValidate {...formProps}>
        <input type="hidden" name="connectionId" value={values.id} />
        <ConnectionFields values={values} errorOf={errorOf} />
        <FormMessage message={message} />
        <Button type="submit" disabled={pending} className="justify-self-start">
          {pending ? "Checking…" : "Save changes…"}
        </Button>
      </form>
      <ConfirmDialog {...dialog} />
    </>
  );
}

export function NewConnection() {
  const form = useConfirmedAction(act("sso/create"));
  const { result, errorOf } = form;
  useGoTo(result && `/settings/sso/${result.connectionId}`);
  return (
    <ConfirmedForm form={form} submit="Add connection…" cancelHref="/settings/sso">
      <ConnectionFields errorOf={errorOf} />
      <p className="text-muted-foreground text-sm">
        You'll confirm with your passkey. The connection is off until you test and turn it on.
      </p>
    </ConfirmedForm>
  );
}

/**
 * The fields of a new or existing connection. The issuer of an existing connection cannot be
 * changed.
 */
function ConnectionFields({ values, errorOf }: { values?: ConnectionValues; errorOf: ErrorOf }) {
  return (
    <>
      <Provider values={values} errorOf={errorOf} />
      <InputField
        label="Email domains"
        hint="Only emails in these domains are trusted from this provider. Separate with commas."
        error={errorOf("domains")}
        name="domains"
        required
        autoComplete="off"
        spellCheck={false}
        defaultValue={values?.domains.join(", ")}
        placeholder="example.com"
      />
      <JustInTimeFields values={values} errorOf={errorOf} />
      <GroupFields values={values} errorOf={errorOf} />
    </>
  );
}

function Provider({ values, errorOf }: { values: ConnectionValues | undefined; errorOf: ErrorOf }) {
  return (
    <>
      <InputField
        label="Name"
        hint="Shown on the sign-in button."
        error={errorOf("name")}
        name="name"
        required
        maxLength={60}
        autoComplete="off"
        defaultValue={values?.name}
        placeholder="Example Okta"
      />
      {values ? null : (
        <InputField
          label="Issuer"
          hint="Your provider's issuer URL. Can't be changed later."
          error={errorOf("issuer")}
          name="issuer"
          type="url"
          required
          maxLength={512}
          autoComplete="off"
          spellCheck={false}
          placeholder="https://login.example.com"
        />
      )}
      <InputField
        label="Client ID"
        error={errorOf("clientId")}
        name="clientId"
        required
        maxLength={256}
        autoComplete="off"
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
        error={errorOf("clientSecret")}
      >
        <Input name="clientSecret" type="password" required={!values} maxLength={1024} autoComplete="off" />
      </Field>
      <InputField
        label="Additional scopes"
        optional
        hint="Added to openid, profile and email. Some providers send groups only with a groups scope."
        error={errorOf("scopes")}
        name="scopes"
        maxLength={500}
        autoComplete="off"
        spellCheck={false}
        defaultValue={values?.scopes.join(" ")}
      />
    </>
  );
}
