import { z } from "zod";
import { readForm } from "#app/web/forms/run-action";
import { connectionFields, issuerUrl } from "#lib/provisioning/sso/connections/connection-fields";

const clientSecret = z.string().max(1024);

/** Fields of the connection form outside the settings. */
const further = {
  create: z.object({
    issuer: issuerUrl,
    clientSecret: clientSecret.min(1, { error: "required" }),
  }),
  change: z.object({ clientSecret: clientSecret.transform((text) => text || undefined) }),
};

/** The settings of a connection, as an admin typed them. */
export function readConnection(form: FormData) {
  return readForm(checkboxed, form, ["justInTimeRoles"]);
}

/** The issuer and secret of a new connection. */
export function readNew(form: FormData) {
  return readForm(further.create, form);
}

/** The new secret of a connection, undefined to keep the current secret. */
export function readSecret(form: FormData) {
  return readForm(further.change, form);
}

/** Browsers do not send an unticked checkbox. */
const checkboxed = z.preprocess((fields) => {
  const given = fields as Record<string, unknown>;
  return { ...given, justInTime: given.justInTime === "on" };
}, connectionFields);
