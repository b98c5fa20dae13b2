// A peer: oidc-provider, which takes a backchannel authentication request (OpenID Connect CIBA Core
// 1.0, section 7) and keeps it in memory. That is the first step of an approval by a person: no
// policy, no signature, nothing durable.
import { generateKeyPairSync } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import Provider from "oidc-provider";

const { privateKey } = generateKeyPairSync("ed25519");
const provider = new Provider("http://localhost", {
  clients: [
    {
      client_id: "bench",
      client_secret: "secret-of-the-bench",
      token_endpoint_auth_method: "client_secret_post",
      grant_types: ["urn:openid:params:grant-type:ciba"],
      redirect_uris: [],
      response_types: [],
      backchannel_token_delivery_mode: "poll",
      id_token_signed_response_alg: "EdDSA",
    },
  ],
  enabledJWA: { idTokenSigningAlgValues: ["EdDSA"] },
  jwks: { keys: [{ ...privateKey.export({ format: "jwk" }), use: "sig", alg: "EdDSA", kid: "bench" }] },
  findAccount: (_, accountId) => ({ accountId, claims: () => ({ sub: accountId }) }),
  features: {
    ciba: {
      enabled: true,
      deliveryModes: ["poll"],
      processLoginHint: (_, hint) => hint,
      validateBindingMessage: () => {},
      validateRequestContext: () => {},
      verifyUserCode: () => {},
      triggerAuthenticationDevice: () => {},
    },
  },
});
const server = createServer(provider.callback());
server.listen(0, "127.0.0.1", () =>
  process.stdout.write(`listening ${(server.address() as AddressInfo).port}\n`),
);
