import { createHmac } from "node:crypto";
import type { z } from "zod";
import { runtime } from "#app/runtime/runtime";
import type { Question } from "#components/forms/action-state.ts";
import type { Database } from "#db/client";
import { deriveKey, type MasterSecret } from "#lib/crypto/seal";
import { canonicalBytes } from "#lib/json/canonical";
import { base64url } from "#lib/kernel/digest";
import { type ConfirmedAct, confirmedActSchema } from "#lib/passkeys/confirmed-act";
import type { ProposedAct } from "#lib/proposals/proposed-change";
import type { Viewer } from "#lib/sessions/session";
import type { Act } from "./act.ts";
import type { Proposing } from "./proposal-words.ts";
import { requireConfirmation } from "./require-confirmation.ts";
import { readForm } from "./run-action.ts";
import { Unconfirmed } from "./unconfirmed.ts";

/**
 * One act that takes a passkey, from the form to the verb. `run` gets only `fields` and `seen`, and
 * the digest in the confirmed act covers both in full, with the name: the passkey confirms every
 * saved field, of this act alone.
 */
export interface ConfirmedAction<Fields, Seen, Result, Name extends string = string>
  extends Act<Name, Result> {
  /** The form's fields, read strictly: their schema, or a function that throws a `FormFault`. */
  read: z.ZodType<Fields> | ((form: FormData) => Fields);
  /** The fields of the schema that may have several values. */
  many?: string[];
  /** The names and current values for the question. Left out if the fields describe the act. */
  look?: (actor: Viewer, fields: Fields, at: { db: Database; now: Date }) => Promise<Seen>;
  /** What the audit log shows after the name: the IDs that the act is done to, and how. */
  about?: (fields: Fields, seen: Seen) => (string | number)[];
  /** Whether a session alone is enough, as for changes that only restrict. Default: never. */
  isFast?: (fields: Fields, seen: Seen) => boolean;
  /** The text of the dialog. May add changing counts, which the digest leaves out. */
  question: (fields: Fields, seen: Seen, actor: Viewer) => Question | Promise<Question>;
  run(db: Database, by: By<string | undefined>, fields: Fields, seen: Seen): Promise<Result>;
}

interface By<Confirmed> {
  actor: Viewer;
  /** The passkey's credential ID; undefined where a session alone was enough. */
  confirmedWith: Confirmed;
  now: Date;
}

/** A value that the dialog shows: text as it is, or a time for the reader's zone. */
export function fact<Value extends string | Date>(label: string, value: Value) {
  return { label, value };
}

type Definition<Fields, Seen, Result, Name extends string> = Omit<
  ConfirmedAction<Fields, Seen, Result, Name>,
  "perform"
>;

/** An action that always takes a passkey. */
type AlwaysConfirmed<Fields, Seen, Result, Name extends string> = Omit<
  Definition<Fields, Seen, Result, Name>,
  "isFast" | "run"
> & {
  isFast?: undefined;
  run(db: Database, by: By<string>, fields: Fields, seen: Seen): Promise<Result>;
};

type Kind = ProposedAct | undefined;

/** The act of a definition: no other code performs it without a passkey's confirmation. */
export function defineConfirmedAction<F, S, R, const Name extends string, const K extends Kind = undefined>(
  definition: AlwaysConfirmed<F, S, R, Name> & Partial<Proposing<K>>,
): ConfirmedAction<F, S, R, Name> & Proposing<K>;
export function defineConfirmedAction<F, S, R, const Name extends string, const K extends Kind = undefined>(
  definition: Definition<F, S, R, Name> & Partial<Proposing<K>>,
): ConfirmedAction<F, S, R, Name> & Proposing<K>;
export function defineConfirmedAction<Fields, Seen, Result, Name extends string>(
  definition: Definition<Fields, Seen, Result, Name>,
): ConfirmedAction<Fields, Seen, Result, Name> {
  const act: ConfirmedAction<Fields, Seen, Result, Name> = {
    ...definition,
    perform: (actor, form) => performConfirmed(act, actor, form),
  };
  return act;
}

/**
 * Performs a form's action after the actor's passkey confirmed exactly that action. The question
 * and the act are computed anew from the form and the database each time: if either changed since
 * the dialog was shown, the confirmation is for a different act and is refused.
 * @throws {Unconfirmed} when the form carries no confirmation
 * @throws {CountersignError} as `requireConfirmation` and the verb
 */
export async function performConfirmed<Fields, Seen, Result>(
  definition: ConfirmedAction<Fields, Seen, Result>,
  actor: Viewer,
  form: FormData,
): Promise<Result> {
  const { read, many } = definition;
  const fields = typeof read === "function" ? read(form) : readForm(read, form, many);
  const { db, clock } = runtime();
  const seen = (await definition.look?.(actor, fields, { db, now: clock() })) ?? ({} as Seen);
  const run = (confirmedWith: string | undefined) =>
    definition.run(db, { actor, confirmedWith, now: clock() }, fields, seen);
  if (definition.isFast?.(fields, seen)) return run(undefined);
  const { name } = definition;
  const parts = [name, ...(definition.about?.(fields, seen) ?? [])];
  const act = nameAct(parts, { name, fields, seen });
  if (!form.has("confirmation")) {
    throw new Unconfirmed({ act, question: await definition.question(fields, seen, actor) });
  }
  const { credentialId } = await requireConfirmation(actor, act, form);
  return run(credentialId);
}

/** Keyed, because a reader of the audit log could guess a client secret from a plain digest. */
function nameAct(parts: (string | number)[], values: unknown): ConfirmedAct {
  return confirmedActSchema.parse([...parts, keyedDigest(runtime().secret, values)].join("/"));
}

function keyedDigest(secret: MasterSecret, values: unknown): string {
  const key = deriveKey(secret, "confirmed-act");
  return base64url(createHmac("sha256", key).update(canonicalBytes(values)).digest());
}
