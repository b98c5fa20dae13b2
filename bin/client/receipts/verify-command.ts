import type { Untyped } from "#client/json/untyped";
import { readerFor } from "#lib/descriptors/render/reader-for";
import type { ExitName } from "../exit-codes.ts";
import { Fault } from "../fault.ts";
import type { Io } from "../io.ts";
import { flags, readOptions, texts } from "../options.ts";
import { readText } from "../read-text.ts";
import { parseStrictJson } from "../strict-json.ts";
import { plainJson, visible } from "../visible.ts";
import { approvalBasis, whoApproved } from "./approval-words.ts";
import type { Commands } from "./display-checks.ts";
import { ownershipBasis, ownershipType, whoOwns } from "./ownership-words.ts";
import { verifyOwnershipReceipt, verifyReceipt } from "./verify.ts";

type Result = Awaited<ReturnType<typeof verifyReceipt>>;

const unpinnedExit =
  "The receipt is valid, but anyone could have signed it as the server. Download /.well-known/jwks.json and pass it with --jwks, or pass --unpinned.";

/** First line for a receipt that anyone with a key could have signed as the server. */
const unpinned =
  "VALID, but the server's key isn't pinned. What the passkey signed is proven. Names and times are only claimed.";

/** `countersign verify receipt.json [--jwks file | --unpinned]`: prints approvers and evidence. */
export async function verify(args: string[], io: Io): Promise<ExitName> {
  const { values, positionals } = readOptions(args, { ...texts("jwks"), ...flags("unpinned", "json") });
  const [path, ...surplus] = positionals;
  if (!path || surplus.length > 0)
    throw new Fault("usage", "verify needs a receipt file, or - for standard input");
  if (values.jwks !== undefined && values.unpinned)
    throw new Fault("usage", "verify takes --jwks or --unpinned, not both");
  const receipt = readReceipt(await readText(path, io), visible(path));
  const pinned = values.jwks === undefined ? undefined : await readKeySet(values.jwks, io);
  const isOwnership = receipt.type === ownershipType;
  const commands = isOwnership ? {} : await readerFor(receipt.descriptor);
  const result = isOwnership
    ? await verifyOwnershipReceipt(receipt, { pinned })
    : await verifyReceipt(receipt, { pinned, commands });
  const note = result.valid ? receipt.approval?.note : undefined;
  if (values.json) io.out(`${plainJson({ ...result, note })}\n`);
  else io.out(tell(receipt, result, commands));
  if (!result.valid) return "receipt_invalid";
  if (result.key?.isPinned || values.unpinned) return "ok";
  io.err(`${unpinnedExit}\n`);
  return "receipt_unpinned";
}

async function readKeySet(path: string, io: Io): Promise<Untyped> {
  const keySet: Untyped = parseStrictJson(await readText(path, io), visible(path));
  if (!Array.isArray(keySet?.keys))
    throw new Fault("usage", `${visible(path)} isn't a JSON Web Key Set: download /.well-known/jwks.json`);
  return keySet;
}

function readReceipt(text: string, path: string): Untyped {
  let receipt: Untyped;
  try {
    receipt = parseStrictJson(text, path);
  } catch (cause) {
    throw new Fault("receipt_unreadable", cause instanceof Error ? cause.message : String(cause), { cause });
  }
  if (receipt?.type !== "countersign.receipt" && receipt?.type !== ownershipType)
    throw new Fault("receipt_unreadable", `${path} isn't a receipt`);
  if (receipt.v !== 1)
    throw new Fault(
      "receipt_unreadable",
      `${path} is receipt version ${visible(receipt.v)}, which isn't supported`,
    );
  return receipt;
}

function tell(receipt: Untyped, result: Result, commands: Commands): string {
  const { valid, checks, key } = result;
  const lines = checks.map(
    ({ name, passed, detail }) => `  ${passed ? "ok     " : "FAILED "} ${name}: ${visible(detail)}`,
  );
  if (!valid) {
    const failed = checks.filter(({ passed }) => !passed).map(({ name }) => name);
    const summary = `INVALID. Failed checks: ${failed.join(", ")}. Don't rely on this receipt.`;
    return `${summary}\n\n${lines.join("\n")}\n`;
  }
  const isPinned = key?.isPinned === true;
  const [summary, rests] =
    receipt.type === ownershipType
      ? [`${isPinned ? "" : "Claimed: "}${whoOwns(receipt)}`, ownershipBasis(receipt, isPinned)]
      : [whoApproved(receipt, commands, isPinned), approvalBasis(receipt, isPinned)];
  return `${isPinned ? "VALID. " : `${unpinned}\n`}${summary}\n\nChecks\n${lines.join("\n")}\n\n${rests}\n`;
}
