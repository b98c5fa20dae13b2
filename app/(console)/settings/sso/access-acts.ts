import { z } from "zod";
import { runtime } from "#app/runtime/runtime";
import { idField } from "#app/web/forms/act";
import { defineConfirmedAction } from "#app/web/forms/confirmed-action";
import { peopleShown } from "#app/web/forms/resolve-person";
import { unlinkAccount } from "#lib/provisioning/sso/account-links";
import { findConnectionView } from "#lib/provisioning/sso/connections/list-connections";
import {
  removeConnection,
  setSsoRequirement,
  switchConnection,
} from "#lib/provisioning/sso/connections/switch-connection";
import type { Viewer } from "#lib/sessions/session";

const which = z.object({ connectionId: idField("sso") });

export const switching = defineConfirmedAction({
  name: "sso/switch",
  roles: ["admin"],
  refreshes: ["/settings/sso"],
  read: which.extend({ to: z.enum(["enable", "disable"]) }),
  look: nameOf,
  about: ({ to, connectionId }) => [to, connectionId],
  question: ({ to }, { name }) =>
    to === "enable"
      ? {
          title: `Turn ${name} on?`,
          consequences: ["Its button appears on the sign-in page."],
          confirm: "Turn on",
        }
      : {
          title: `Turn ${name} off?`,
          consequences: ["No one can sign in with it, and its sessions end now."],
          confirm: "Turn off",
          isDestructive: true,
        },
  run: (db, by, { to, connectionId }) =>
    switchConnection(db, { ...by, connectionId, enabled: to === "enable" }),
});

export const removal = defineConfirmedAction({
  name: "sso/remove",
  roles: ["admin"],
  refreshes: [],
  read: which,
  look: nameOf,
  about: ({ connectionId }) => [connectionId],
  question: (_, { name }) => ({
    title: `Remove ${name}?`,
    consequences: ["Deletes its settings, secret and account links, and ends its sessions."],
    confirm: "Remove connection",
    isDestructive: true,
  }),
  run: (db, by, { connectionId }) => removeConnection(db, { ...by, connectionId }),
});

export const unlinking = defineConfirmedAction({
  name: "sso/unlink",
  roles: ["admin"],
  refreshes: ["/people"],
  read: which.extend({ personId: idField("per") }),
  look: async (viewer, fields) => ({
    ...(await nameOf(viewer, fields)),
    person: await peopleShown([fields.personId]),
  }),
  about: ({ connectionId, personId }) => [connectionId, personId],
  question: (_, { name, person }) => ({
    title: `Unlink ${person} from ${name}?`,
    consequences: [
      "Use this when their account at the provider was recreated.",
      "The next account with their verified email is linked at its first sign-in.",
      "Their sessions from this connection end.",
    ],
    confirm: "Unlink",
    isDestructive: true,
  }),
  run: (db, by, fields) => unlinkAccount(db, { ...fields, ...by }),
});

/** Switches between single sign-on as an offer and as the only way to sign in. */
export const requirement = defineConfirmedAction({
  name: "workspace/sso",
  roles: ["admin"],
  refreshes: ["/settings/sso"],
  read: z.object({ to: z.enum(["require", "release"]) }),
  about: ({ to }) => [to],
  question: ({ to }) =>
    to === "require"
      ? {
          title: "Require single sign-on?",
          consequences: [
            "From their next sign-in, people in a connected domain must use single sign-on instead of a passkey.",
            "Approving still requires a passkey.",
            "If your provider is down, admins can use break-glass to sign in with a passkey. Each use is logged and listed here.",
            "People outside connected domains aren't affected.",
          ],
          confirm: "Require",
        }
      : {
          title: "Stop requiring single sign-on?",
          consequences: ["Everyone will be able to sign in with a passkey again."],
          confirm: "Stop requiring",
        },
  run: (db, by, { to }) => setSsoRequirement(db, { ...by, required: to === "require" }),
});

async function nameOf(viewer: Viewer, { connectionId }: { connectionId: string }) {
  const { name } = await findConnectionView(runtime().db, { viewer, connectionId });
  return { name };
}
