"use client";

import { act } from "#app/(console)/acts/act";
import { Field, Input, InputField, Select } from "#components/forms/field";
import { ConfirmedForm } from "#components/passkey/confirmed-form";
import { useConfirmedAction } from "#components/passkey/use-confirmed-action.ts";
import type { MailSettings } from "#lib/notifications/mail/settings-fields";

type ErrorOf = (field: string) => string | undefined;

/** The saved password never returns to a browser. */
export function MailForm({ values, mayBePlain }: { values: MailSettings | undefined; mayBePlain: boolean }) {
  const form = useConfirmedAction(act("mail/change"));
  const { errorOf } = form;
  return (
    <ConfirmedForm form={form} submit="Save settings…">
      <ServerFields values={values} errorOf={errorOf} mayBePlain={mayBePlain} />
      <SignInFields values={values} errorOf={errorOf} />
      <SenderFields values={values} errorOf={errorOf} />
    </ConfirmedForm>
  );
}

function ServerFields(props: { values: MailSettings | undefined; errorOf: ErrorOf; mayBePlain: boolean }) {
  const { values, errorOf } = props;
  return (
    <>
      <div className="grid items-start gap-4 sm:grid-cols-[minmax(0,1fr)_8rem]">
        <InputField
          label="SMTP server"
          error={errorOf("host")}
          name="host"
          required
          maxLength={253}
          autoComplete="off"
          spellCheck={false}
          defaultValue={values?.host}
          placeholder="smtp.example.com"
        />
        <Field label="Port" error={errorOf("port")}>
          <Input name="port" type="number" inputMode="numeric" required defaultValue={values?.port ?? 587} />
        </Field>
      </div>
      <Field
        label="Encryption"
        hint="With STARTTLS or TLS, the server's certificate is verified."
        error={errorOf("security")}
      >
        <Select name="security" defaultValue={values?.security ?? "starttls"}>
          <option value="starttls">STARTTLS (usually port 587)</option>
          <option value="tls">TLS (usually port 465)</option>
          {props.mayBePlain ? <option value="none">None (this machine only)</option> : null}
        </Select>
      </Field>
    </>
  );
}

function SignInFields({ values, errorOf }: { values: MailSettings | undefined; errorOf: ErrorOf }) {
  const isSaved = values !== undefined && values.userName !== null;
  return (
    <div className="grid items-start gap-4 sm:grid-cols-2">
      <InputField
        label="User name"
        optional
        hint="Leave empty if the server requires no sign-in."
        error={errorOf("userName")}
        name="userName"
        maxLength={256}
        autoComplete="off"
        spellCheck={false}
        defaultValue={values?.userName ?? ""}
      />
      <Field
        label="Password"
        optional
        hint={
          isSaved ? "Saved. Leave empty to keep it." : "Stored encrypted. You won't be able to see it again."
        }
        error={errorOf("password")}
      >
        <Input name="password" type="password" maxLength={1024} autoComplete="new-password" />
      </Field>
    </div>
  );
}

function SenderFields({ values, errorOf }: { values: MailSettings | undefined; errorOf: ErrorOf }) {
  return (
    <div className="grid items-start gap-4 sm:grid-cols-2">
      <InputField
        label="From address"
        error={errorOf("fromAddress")}
        name="fromAddress"
        type="email"
        required
        maxLength={254}
        autoComplete="off"
        defaultValue={values?.fromAddress}
        placeholder="countersign@example.com"
      />
      <InputField
        label="From name"
        error={errorOf("fromName")}
        name="fromName"
        required
        maxLength={80}
        autoComplete="off"
        defaultValue={values?.fromName ?? "Countersign"}
      />
    </div>
  );
}
