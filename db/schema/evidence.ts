import { text } from "drizzle-orm/pg-core";
import { bytea } from "./bytes.ts";

/**
 * What is stored of a passkey's signature over a statement, so that every verifier can check it
 * later.
 */
export const evidence = () => ({
  statement: bytea(),
  credentialId: text("credential_id"),
  publicKey: bytea("public_key"),
  authenticatorData: bytea("authenticator_data"),
  clientDataJson: bytea("client_data_json"),
  signature: bytea(),
});
