import { runtime } from "#app/runtime/runtime";
import { defineConfirmedAction, fact } from "#app/web/forms/confirmed-action";
import { currentKid, rotateSigningKey } from "#lib/crypto/signing-key";

/** A stolen session could rotate repeatedly, until verifiers with a copy of the JWKS trust no signature. */
export const rotation = defineConfirmedAction({
  name: "signing-key/rotate",
  roles: ["admin"],
  refreshes: ["/settings/keys"],
  read: () => ({}),
  look: async (_, __, { db }) => ({ retiring: await currentKid(db) }),
  about: (_, { retiring }) => [retiring],
  question: (_, { retiring }) => ({
    title: "Rotate the signing key?",
    facts: [fact("Current key", retiring)],
    consequences: [
      "New grants and receipts are signed with a new key.",
      "Grants that are already issued stay valid.",
      "The current key stays in the JWKS for 30 days, so that what it signed can be verified.",
      "A system that keeps its own copy of the JWKS must fetch it again.",
    ],
    confirm: "Rotate key",
  }),
  run: async (db, { actor: { personId }, now }, _, { retiring }) => {
    const actor = { type: "person", id: personId } as const;
    await rotateSigningKey(db, { actor, retiring, secret: runtime().secret, now });
  },
});
