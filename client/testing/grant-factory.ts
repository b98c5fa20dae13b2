import { generateKeyPairSync } from "node:crypto";
import { type JWK, SignJWT } from "jose";
import { type Agent, createAgent } from "../src/agent/agent.ts";
import { newKeyPair } from "../src/keys.ts";
import { actionDigest } from "../src/tool.ts";
import { refundAtTool } from "./refund.ts";

const { privateKey: agentKey } = await newKeyPair();

/** Grants as Countersign issues them, without a Countersign, for tests of what it would never do. */
export class GrantFactory {
  private readonly key = generateKeyPairSync("ed25519");
  private readonly agent: Agent;

  constructor(
    readonly issuer: string,
    readonly kid: string,
  ) {
    this.agent = createAgent({ issuer, agent: "agt_1", key: agentKey });
  }

  /** The issuer's public key. */
  get jwk(): JWK {
    return { ...this.key.publicKey.export({ format: "jwk" }), kid: this.kid, alg: "EdDSA", use: "sig" };
  }

  async present(claims: object = {}) {
    const action = refundAtTool();
    const now = Math.floor(Date.now() / 1000);
    const grant = await new SignJWT({
      ...{ iss: this.issuer, sub: "per_1", aud: action.audience, client_id: "agt_1", act: { sub: "agt_1" } },
      ...{
        iat: now,
        nbf: now,
        exp: now + 300,
        jti: "gnt_1",
        txn: "req_1",
        acr: "urn:countersign:acr:policy",
      },
      authorization_details: [{ type: "agent_action", digest: await actionDigest("agt_1", action) }],
      ...claims,
    })
      .setProtectedHeader({ alg: "EdDSA", kid: this.kid, typ: "at+jwt" })
      .sign(this.key.privateKey);
    const headers = await this.agent.headersFor(grant);
    return { grant, agentProof: headers["countersign-proof"] };
  }
}
