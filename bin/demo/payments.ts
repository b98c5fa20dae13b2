import { requireGrant } from "#client/http/fetch";
import { newKeyPair } from "#client/keys";
import { createTool, type Redemption } from "#client/tool";
import { registerTool } from "#lib/agents/keys/register-tool";
import { withDatabase } from "../../e2e/fixtures/database.ts";
import { type DemoPerson, masterSecretOf, type Place } from "./demo-person.ts";

/** An API that pays refunds, and takes a grant for each (docs/guides/tool-author.md). */
export interface Payments {
  audience: string;
  /** Every refund that was paid. */
  paid: Redemption[];
  refund(headers: Record<string, string>, params: object): Promise<{ status: number; code: string }>;
}

export async function openPayments(place: Place, admin: DemoPerson): Promise<Payments> {
  const audience = "https://payments.example";
  const { privateKey, publicKey } = await newKeyPair();
  await withDatabase(place.server, (db) =>
    registerTool(db, {
      ...{ actor: admin.viewer, name: "Payments", audience, key: { publicKey } },
      ...{ masterSecret: masterSecretOf(place), now: new Date() },
    }),
  );
  const tool = createTool({ issuer: place.origin, url: place.address, audience, key: privateKey });
  const paid: Redemption[] = [];
  const answer = requireGrant(
    tool,
    async (request) => {
      const { resource, ...params } = (await request.json()) as { resource: string };
      return { type: "refund.create", resource, params };
    },
    (_request, { redemption }) => {
      paid.push(redemption);
      return Response.json({ code: "paid" });
    },
  );
  return {
    audience,
    paid,
    refund: async (headers, params) => {
      const init = { method: "POST", headers, body: JSON.stringify(params) };
      const response = await answer(new Request(`${audience}/refunds`, init));
      const { code } = (await response.json()) as { code: string };
      return { status: response.status, code };
    },
  };
}
