import { z } from "zod";
import { runtime } from "#app/runtime/runtime";
import { idField } from "#app/web/forms/act";
import { defineConfirmedAction, fact } from "#app/web/forms/confirmed-action";
import { readForm } from "#app/web/forms/run-action";
import type { Question } from "#components/forms/action-state.ts";
import { rolesText } from "#components/people/role-names.ts";
import { changeConnection } from "#lib/provisioning/sso/connections/change-connection";
import {
  type ConnectionSettings,
  connectionFields,
  issuerUrl,
} from "#lib/provisioning/sso/connections/connection-fields";
import { createConnection } from "#lib/provisioning/sso/connections/create-connection";
import { findConnectionView } from "#lib/provisioning/sso/connections/list-connections";

// The fields outside the settings. Without a new secret, a connection keeps its secret.
const clientSecret = z.string().max(1024);
const added = z.object({ issuer: issuerUrl, clientSecret: clientSecret.min(1, { error: "required" }) });
const changed = z.object({
  connectionId: idField("sso"),
  clientSecret: clientSecret.transform((text) => text || undefined),
});

/** Once turned on, the provider decides who signs in, and the groups decide the roles. */
export const creation = defineConfirmedAction({
  name: "sso/create",
  roles: ["admin"],
  refreshes: ["/settings/sso"],
  read: (form) => ({ ...readForm(added, form), settings: readConnection(form) }),
  about: ({ settings }) => [adminByGroup(settings)],
  question: ({ issuer, settings }) => ({
    title: `Add ${settings.name} as an SSO connection?`,
    facts: [fact("Issuer", issuer), ...settingsShown(settings)],
    consequences: [...settingsEffects(settings), "The connection is off until you turn it on."],
    confirm: "Add connection",
  }),
  run: async (db, by, fields) => {
    const { config, secret: masterSecret } = runtime();
    return createConnection(db, { ...fields, masterSecret, config, ...by });
  },
});

/** Every setting except the issuer. The act covers both the replaced and the new settings. */
export const alteration = defineConfirmedAction({
  name: "sso/change",
  roles: ["admin"],
  refreshes: ["/settings/sso"],
  read: (form) => ({ ...readForm(changed, form), settings: readConnection(form) }),
  look: async (viewer, { connectionId }, { db }) => {
    const found = await findConnectionView(db, { viewer, connectionId });
    // The number of linked people changes with every sign-in, and is not part of the change.
    const { createdAt: _created, linkCount: _count, ...before } = found;
    return { before };
  },
  about: ({ connectionId, settings }) => [connectionId, adminByGroup(settings)],
  question: ({ clientSecret, settings }, { before }) => ({
    title: `Change ${before.name}?`,
    facts: [
      fact("Issuer", before.issuer),
      fact("Name", settings.name),
      ...settingsShown(settings),
      fact("Client secret", clientSecret ? "Replaced" : "Not changed"),
    ],
    consequences: [
      ...settingsEffects(settings),
      "Sessions end for people who can no longer sign in with this connection or whose groups may give them fewer roles.",
    ],
    confirm: "Change connection",
  }),
  run: async (db, by, fields, { before: shown }) => {
    await changeConnection(db, { ...fields, shown, masterSecret: runtime().secret, ...by });
  },
});

function adminByGroup({ groupRoles }: ConnectionSettings): "admin-by-group" | "no-admin" {
  return groupRoles.some(({ roles }) => roles.includes("admin")) ? "admin-by-group" : "no-admin";
}

function settingsShown(settings: ConnectionSettings): NonNullable<Question["facts"]> {
  const { clientId, scopes, domains, groupClaim, groupRoles } = settings;
  return [
    fact("Client ID", clientId),
    fact("More scopes", scopes.join(" ") || "None"),
    fact("Email domains", domains.join(", ")),
    fact(
      "Uninvited people",
      settings.justInTime ? `Get ${rolesText(settings.justInTimeRoles)}` : "Can't sign in",
    ),
    fact("Groups claim", groupClaim ?? "None"),
    fact(
      "Roles by group",
      groupRoles.map(({ group, roles }) => `${group}: ${rolesText(roles)}`).join("\n") || "None",
    ),
  ];
}

function settingsEffects(settings: ConnectionSettings): string[] {
  return [
    "People with a verified email address in these domains sign in through this provider.",
    ...(adminByGroup(settings) === "admin-by-group" ? ["The provider's groups can make people admins."] : []),
  ];
}

function readConnection(form: FormData) {
  return readForm(checkboxed, form, ["justInTimeRoles"]);
}

/** Browsers do not send an unticked checkbox. */
const checkboxed = z.preprocess((fields) => {
  const given = fields as Record<string, unknown>;
  return { ...given, justInTime: given.justInTime === "on" };
}, connectionFields);
