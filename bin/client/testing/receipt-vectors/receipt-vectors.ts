import type { SigningKey } from "#lib/crypto/signing-key";
import { newSigningKey } from "../example-evidence.ts";
import { exampleReceipt } from "../example-receipt.ts";
import { valid } from "./valid.ts";
import type { Need, Row } from "./vector.ts";
import { wrongDigest, wrongEdits } from "./wrong/action.ts";
import { wrongAgreement } from "./wrong/agreement.ts";
import { wrongBatches } from "./wrong/batch.ts";
import { wrongClientData, wrongSites } from "./wrong/client-data.ts";
import { wrongDisplays } from "./wrong/display.ts";
import { wrongForm } from "./wrong/form.ts";
import { wrongGrants } from "./wrong/grant.ts";
import { wrongOwnershipStatements } from "./wrong/ownership-statement.ts";
import { wrongAuthenticatorData, wrongPasskeySignatures } from "./wrong/passkey.ts";
import { unreadable } from "./wrong/reading.ts";
import { wrongServerSignatures } from "./wrong/server-signature.ts";
import { wrongStatements } from "./wrong/statement.ts";
import { wrongTimes } from "./wrong/times.ts";

/** A receipt, and what a verifier has to say about it when the server's keys are pinned. */
export interface Vector {
  file: string;
  /** What is wrong with the receipt, or what it is. */
  about: string;
  valid: boolean;
  /** The checks of docs/receipts.md that fail: none for a valid receipt. */
  fails: string[];
  needs?: Need[];
  text: string;
}

/** Invalid receipts, by the check that fails. */
const invalid: Record<string, Row[]> = {
  reading: unreadable,
  form: wrongForm,
  statement: [...wrongStatements, ...wrongOwnershipStatements],
  "action digest": wrongDigest,
  edit: wrongEdits,
  display: wrongDisplays,
  batch: wrongBatches,
  "relying party": wrongSites,
  "client data": wrongClientData,
  "authenticator data": wrongAuthenticatorData,
  "passkey signature": wrongPasskeySignatures,
  times: wrongTimes,
  agreement: wrongAgreement,
  grant: wrongGrants,
  "server signature": wrongServerSignatures,
};

/** All test vectors, and the keys that a verifier pins. A new call gives other keys and signatures. */
export async function receiptVectors(): Promise<{ keys: { keys: object[] }; vectors: Vector[] }> {
  const key = newSigningKey();
  const vectors: Vector[] = [];
  for (const [kind, rows] of Object.entries(valid))
    for (const row of rows) vectors.push(await vector(`valid/${kind}`, [], row, key));
  for (const [check, rows] of Object.entries(invalid))
    for (const row of rows)
      vectors.push(await vector(`invalid/${check.replaceAll(" ", "-")}`, [check], row, key));
  const { keys } = (await exampleReceipt({ key })).keys;
  // A key set may contain keys of other types, which sign no receipt.
  const others = keys.map((jwk) => ({ ...jwk, crv: "X25519", kid: "x25519" }));
  return { keys: { keys: [...keys, ...others] }, vectors };
}

async function vector(
  folder: string,
  fails: string[],
  [name, about, make, more]: Row,
  key: SigningKey,
): Promise<Vector> {
  const verdict = { valid: fails.length === 0, fails };
  return { file: `${folder}/${name}.json`, about, ...verdict, ...more, text: await make(key) };
}
