"use client";

import { Field } from "#components/ui/field";
import { Input } from "#components/ui/input";
import type { ConnectionView } from "#lib/sso/list-connections";
import { GroupFields, JustInTimeFields } from "./admission-fields.tsx";

export type ErrorOf = (field: string) => string | undefined;

/** A connection's settings as its form begins with them. */
export type ConnectionValues = Omit<ConnectionView, "createdAt" | "linkCount" | "enabled">;

/** The fields of a connection, for a new one and for one that is there. Its issuer stays what it was. */
export function ConnectionFields({ values, errorOf }: { values?: ConnectionValues; errorOf: ErrorOf }) {
  return (
    <>
      <Provider values={values} errorOf={errorOf} />
      <Field
        label="E-mail domains"
        hint="The provider vouches for addresses in these domains and in no others. Several: separate them with commas."
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
      <Field label="Name" hint="Stands on the button of the sign-in page." error={errorOf("name")}>
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
          hint="The provider's address, from which everything else is discovered. It cannot be changed later."
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
      <Field label="Client id" error={errorOf("clientId")}>
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
            ? "Leave it empty to keep the one there is, which is never shown."
            : "It is stored encrypted and never shown again."
        }
        error={errorOf("clientSecret")}
      >
        <Input name="clientSecret" type="password" required={!values} maxLength={1024} autoComplete="off" />
      </Field>
      <Field
        label="Further scopes"
        optional
        hint="Beyond openid, profile and email. Some providers want one to send groups, such as groups."
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
