"use client";

import { Field, Input } from "#components/forms/field";
import { type ConnectionValues, type ErrorOf, GroupFields, JustInTimeFields } from "./admission-fields.tsx";

/**
 * The fields of a new or existing connection. The issuer of an existing connection cannot be
 * changed.
 */
export function ConnectionFields({ values, errorOf }: { values?: ConnectionValues; errorOf: ErrorOf }) {
  return (
    <>
      <Provider values={values} errorOf={errorOf} />
      <Field
        label="Email domains"
        hint="Only emails in these domains are trusted from this provider. Separate with commas."
        error={errorOf("domains")}
      >
        <Input
          name="domains"
          required
          autoComplete="off"
          spellCheck={false}
          defaultValue={values?.domains.join(", ")}
          placeholder="example.com"
        />
      </Field>
      <JustInTimeFields values={values} errorOf={errorOf} />
      <GroupFields values={values} errorOf={errorOf} />
    </>
  );
}

function Provider({ values, errorOf }: { values: ConnectionValues | undefined; errorOf: ErrorOf }) {
  return (
    <>
      <Field label="Name" hint="Shown on the sign-in button." error={errorOf("name")}>
        <Input
          name="name"
          required
          maxLength={60}
          autoComplete="off"
          defaultValue={values?.name}
          placeholder="Example Okta"
        />
      </Field>
      {values ? null : (
        <Field
          label="Issuer"
          hint="Your provider's issuer URL. Can't be changed later."
          error={errorOf("issuer")}
        >
          <Input
            name="issuer"
            type="url"
            required
            maxLength={512}
            autoComplete="off"
            spellCheck={false}
            placeholder="https://login.example.com"
          />
        </Field>
      )}
      <Field label="Client ID" error={errorOf("clientId")}>
        <Input
          name="clientId"
          required
          maxLength={256}
          autoComplete="off"
          spellCheck={false}
          defaultValue={values?.clientId}
        />
      </Field>
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
      <Field
        label="Additional scopes"
        optional
        hint="Added to openid, profile and email. Some providers send groups only with a groups scope."
        error={errorOf("scopes")}
      >
        <Input
          name="scopes"
          maxLength={500}
          autoComplete="off"
          spellCheck={false}
          defaultValue={values?.scopes.join(" ")}
        />
      </Field>
    </>
  );
}
