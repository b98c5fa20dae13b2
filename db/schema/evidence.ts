import { text } from "drizzle-orm/pg-core";
import { bytea } from "./bytes.ts";

/** The evidence of a passkey's signature over a statement, for later verification. */
export const evidence = () => ({
  statement: bytea(),
  credentialId: text("credential_id"),
  publicKey: bytea("public_key"),
  authenticatorData: bytea("authenticator_data"),
  clientDataJson: bytea("client_data_json"),
  signature: bytea(),
});
