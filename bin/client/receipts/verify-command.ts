import type { ExitName } from "../exit-codes.ts";
import { Fault } from "../fault.ts";
import type { Io } from "../io.ts";
import { flags, readOptions, texts } from "../options.ts";
import { readBytes } from "../read-text.ts";
import { plainJson, visible } from "../visible.ts";
import { type ReceiptWords, readKeySet, readReceipt, verified } from "./receipt-words.ts";

const unpinnedExit =
  "Anyone can make such a receipt. Get /.well-known/jwks.json from your own Countersign and pass it with --jwks, or pass --unpinned.";

/** `countersign verify receipt.json [--jwks file | --unpinned]`: prints approvers and evidence. */
export async function verify(args: string[], io: Io): Promise<ExitName> {
  const { values, positionals } = readOptions(args, { ...texts("jwks"), ...flags("unpinned", "json") });
  const [path, ...surplus] = positionals;
  if (!path || surplus.length > 0)
    throw new Fault("usage", "verify needs a receipt file, or - for standard input");
  if (values.jwks !== undefined && values.unpinned)
    throw new Fault("usage", "verify takes --jwks or --unpinned, not both");
  const receipt = readReceipt(await readBytes(path, io), visible(path));
  const { jwks } = values;
  const pinned = jwks === undefined ? undefined : readKeySet(await readBytes(jwks, io), visible(jwks));
  const { result, words } = await verified(receipt, pinned, {
    howToPin:
      "get /.well-known/jwks.json from your own Countersign, at an address that you know without this receipt, and pass it with --jwks",
  });
  const note = result.valid ? receipt.approval?.note : undefined;
  io.out(values.json ? `${plainJson({ ...result, note })}\n` : `${printed(words)}\n`);
  if (!result.valid) return "receipt_invalid";
  if (result.key?.isPinned || values.unpinned) return "ok";
  io.err(`${unpinnedExit}\n`);
  return "receipt_unpinned";
}

function printed({ verdict, reason, summary, facts, checks, basis }: ReceiptWords): string {
  const first = `${verdict.replace(/^(?:Inv|V)alid|^Not proven/, (word) => word.toUpperCase())}. ${reason}`;
  const lines = checks.map(({ passed, words }) => `  ${passed ? "ok     " : "FAILED "} ${words}`);
  if (summary === undefined) return [first, "", ...lines].join("\n");
  return [
    `${first}${reason ? "\n" : ""}${summary}`,
    "",
    ...facts.flatMap(([name, ...more]) =>
      more.map((line, at) => `  ${(at === 0 ? name : "").padEnd(10)} ${line}`),
    ),
    "",
    "Checks",
    ...lines,
    "",
    ...basis.flatMap(([title, ...more]) => [title, ...more.map((line) => `  ${line}`)]),
  ].join("\n");
}
