import type { Database, Transaction } from "#db/client";
import type { MasterSecret } from "#lib/crypto/seal";
import type { Descriptor } from "#lib/descriptors/descriptor";
import { descriptorDigest, renderingDigest } from "#lib/descriptors/digests";
import { readerFor } from "#lib/descriptors/render/reader-for";
import { renderAction } from "#lib/descriptors/render/render-action";
import type { Rendering } from "#lib/descriptors/render/rendering";
import { CountersignError } from "#lib/kernel/errors";
import { sealStatement } from "#lib/passkeys/signing/seal-statement";
import { type Environment, findEnvironment } from "#lib/workspace/environment";
import { findLiveDescriptor } from "./descriptor-of.ts";
import type { Decidable } from "./find-decidable.ts";
import { type Edit, newStatement, readStatement, type Signer, type Statement } from "./statement.ts";

/** A statement to read and sign: the bytes, their content, and our seal. */
export interface OfferedStatement {
  bytes: Uint8Array;
  /** Read back from `bytes`. */
  statement: Statement;
  /** The action as shown: its digest, in the statement, is signed too (invariant 20). */
  rendering: Rendering;
  /** The descriptor behind the rendering, if there is one. */
  descriptor: Descriptor | undefined;
  seal: string;
}

/** Builds the statement for an approval screen, in the person's first capacity. */
export async function offerStatement(
  db: Database | Transaction,
  subject: Decidable,
  {
    approverId,
    as = subject.capacities[0],
    edit,
    environment = () => findEnvironment(db),
    secret,
    now,
  }: OfferOptions,
): Promise<OfferedStatement> {
  if (!as) throw new CountersignError("internal", `${approverId} has no capacity on ${subject.requestId}`);
  const live = await findLiveDescriptor(db, subject.action.type);
  const descriptor = live?.descriptor;
  const commands = await readerFor(descriptor);
  const display = {
    ...(live && { descriptor: { ...live.source, digest: descriptorDigest(live.descriptor) } }),
    rendering: renderingDigest(renderAction(subject.action, descriptor, commands)),
  };
  const signer = { approverId, as, display, edit, environment: (await environment())?.label };
  const bytes = newStatement(subject, signer, now);
  const statement = readStatement(bytes);
  const rendering = renderAction(statement.action, descriptor, commands);
  if (renderingDigest(rendering) !== display.rendering)
    throw new CountersignError("internal", `${subject.requestId} is rendered in two ways`);
  return { bytes, statement, rendering, descriptor, seal: sealStatement(secret, bytes) };
}

export interface OfferOptions {
  approverId: string;
  /** Instead of the first of the approver's capacities. */
  as?: Signer["as"];
  edit?: Edit;
  /** For a page, which shows it too. */
  environment?: () => Promise<Environment | undefined>;
  secret: MasterSecret;
  now: Date;
}
