"use client";

import { act } from "#app/(console)/acts/act";
import { Field, Input, InputField, Select } from "#components/forms/field";
import { ConfirmedForm } from "#components/passkey/confirmed-form";
import { useConfirmedAction } from "#components/passkey/use-confirmed-action.ts";
import type { MailSettings } from "#lib/notifications/mail/settings-fields";

/** The saved password never returns to a browser. */
export function MailForm({ values, mayBePlain }: { values: MailSettings | undefined; mayBePlain: boolean }) {
  const form = useConfirmedAction(act("mail/change"));

  return (
    <ConfirmedForm form={form} submit="Save settings…">
      <ServerFields values={values} mayBePlain={mayBePlain} />
      <SignInFields values={values} />
      <SenderFields values={values} />
    </ConfirmedForm>
  );
}

function ServerFields(props: { values: MailSettings | undefined; mayBePlain: boolean }) {
  const { values, mayBePlain } = props;

  return (
    <>
      <div className="grid items-start gap-4 sm:grid-cols-[minmax(0,1fr)_8rem]">
        <InputField
          label="SMTP server"
          name="host"
          required
          maxLength={253}
          spellCheck={false}
          defaultValue={values?.host}
          placeholder="smtp.example.com"
        />
        <Field label="Port">
          <Input name="port" type="number" inputMode="numeric" required defaultValue={values?.port ?? 587} />
        </Field>
      </div>
      <Field label="Encryption" hint="With STARTTLS or TLS, the server's certificate is verified.">
        <Select name="security" defaultValue={values?.security ?? "starttls"}>
          <option value="starttls">STARTTLS (usually port 587)</option>
          <option value="tls">TLS (usually port 465)</option>
          {mayBePlain ? <option value="none">None (this machine only)</option> : null}
        </Select>
      </Field>
    </>
  );
}

function SignInFields({ values }: { values: MailSettings | undefined }) {
  const isSaved = values !== undefined && values.userName !== null;
  return (
    <div className="grid items-start gap-4 sm:grid-cols-2">
      <InputField
        label="User name"
        optional
        hint="Leave empty if the server requires no sign-in."
        name="userName"
        maxLength={256}
        spellCheck={false}
        defaultValue={values?.userName ?? ""}
      />
      <Field
        label="Password"
        optional
        hint={
          isSaved ? "Saved. Leave empty to keep it." : "Stored encrypted. You won't be able to see it again."
        }
      >
        <Input name="password" type="password" maxLength={1024} autoComplete="new-password" />
      </Field>
    </div>
  );
}

function SenderFields({ values }: { values: MailSettings | undefined }) {
  return (
    <div className="grid items-start gap-4 sm:grid-cols-2">
      <InputField
        label="From address"
        name="fromAddress"
        type="email"
        required
        maxLength={254}
        defaultValue={values?.fromAddress}
        placeholder="countersign@example.com"
      />
      <InputField
        label="From name"
        name="fromName"
        required
        maxLength={80}
        defaultValue={values?.fromName ?? "Countersign"}
      />
    </div>
  );
}
