"use client";

import { Field, Input, InputField } from "#components/forms/field";
import { type ConnectionValues, type ErrorOf, GroupFields, JustInTimeFields } from "./admission-fields.tsx";

/**
 * The fields of a new or existing connection. The issuer of an existing connection cannot be
 * changed.
 */
export function ConnectionFields({ values, errorOf }: { values?: ConnectionValues; errorOf: ErrorOf }) {
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
