import { runtime } from "#app/runtime/runtime";
import { defineConfirmedAction, fact } from "#app/web/forms/confirmed-action";
import { currentVapidKey, rotateVapidKey } from "#lib/notifications/web-push/vapid-keys";

/** Replaces the workspace's key at push services. */
export const rotation = defineConfirmedAction({
  name: "push-key/rotate",
  roles: ["admin"],
  refreshes: ["/channels/web-push"],
  read: () => ({}),
  look: async (_, __, { db }) => ({ retiring: await currentVapidKey(db) }),
  about: (_, { retiring }) => [retiring],
  question: (_, { retiring }) => ({
    title: "Rotate the push key?",
    facts: [fact("Current key", retiring)],
    consequences: [
      "Devices that are added from now on use a new key.",
      "Each other device keeps the current key until Countersign is opened on it.",
    ],
    confirm: "Rotate key",
  }),
  run: async (db, by, _, { retiring }) => {
    await rotateVapidKey(db, { ...by, retiring, secret: runtime().secret });
  },
});
