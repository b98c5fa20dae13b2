import { beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { frameworks, reservePort } from "../../testing/tool-servers.ts";
import { ToolSide } from "../../testing/tool-side.ts";
import type { Admission } from "./admit.ts";

const names = Object.keys(frameworks);
const ports = await Promise.all(names.map(() => reservePort()));
const side = await ToolSide.open(ports.map(({ url }) => url));
const { agent } = side;

describe.each(names.map((name, at) => ({ name, port: ports[at] as (typeof ports)[0] })))(
  "$name",
  ({ name, port }) => {
    const perform = vi.fn<(admission: Admission) => number>();
    const address = `${port.url}/refunds`;
    const post = (body: unknown, headers: object = {}) => ({
      method: "POST",
      body: JSON.stringify(body),
      headers: { "content-type": "application/json", ...headers },
    });

    beforeAll(() => use({}));
    beforeEach(() => void perform.mockReset().mockReturnValue(200));

    async function use(options: object) {
      const tool = side.toolWith({ audience: port.url, ...options });
      port.serve(await (frameworks[name] as (typeof frameworks)[string])(tool, perform));
    }

    test("a call without a grant gets a challenge that names the action, and the handler doesn't run", async () => {
      const response = await fetch(address, post({ charge: "ch_81", amount: 50 }));
      expect(response.status).toBe(401);
      expect(response.headers.get("www-authenticate")).toMatch(
        /^Bearer error="insufficient_user_authentication", .*acr_values="urn:countersign:acr:passkey urn:countersign:acr:policy", countersign="http:\/\/localhost:3000", action_sha256="[\w-]{43}", action="[\w-]+"$/,
      );
      const params = { amount: 50, currency: "USD" };
      const action = { type: "refund.create", resource: "charge/ch_81", params, audience: port.url };
      expect(await response.json()).toMatchObject({ code: "grant_missing", action });
      expect(perform).not.toHaveBeenCalled();
    });

    test("an agent answers the challenge: it asks, a person approves, and the repeated call runs once", async () => {
      const response = agent.fetch(address, post({ charge: "ch_81", amount: 1250 }), {
        reason: "Billed twice",
      });
      await side.approveNext();
      expect((await response).status).toBe(200);
      expect(perform).toHaveBeenCalledTimes(1);
      expect(perform.mock.calls[0]?.[0]).toMatchObject({
        action: { params: { amount: 1250 } },
        redemption: { basis: "passkey" },
      });
    });

    test("a replayed call and a call with another body are refused, and the handler doesn't run", async () => {
      const challenge = await fetch(address, post({ charge: "ch_81", amount: 50 }));
      const headers = await agent.askFor(challenge, { url: address });
      const altered = await fetch(address, post({ charge: "ch_81", amount: 5000 }, headers));
      expect([altered.status, ((await altered.json()) as { code: string }).code]).toEqual([
        401,
        "action_mismatch",
      ]);
      expect(perform).not.toHaveBeenCalled();
      expect((await fetch(address, post({ charge: "ch_81", amount: 50 }, headers))).status).toBe(200);
      const replayed = await fetch(address, post({ charge: "ch_81", amount: 50 }, headers));
      expect([replayed.status, replayed.headers.get("www-authenticate")]).toEqual([409, null]);
      expect(perform).toHaveBeenCalledTimes(1);
    });

    test("a request from which no action can be read is refused with 400", async () => {
      const response = await fetch(address, post({ charge: "ch_81", amount: "9".repeat(70_000) }));
      expect(response.status).toBe(400);
      expect(response.headers.get("content-type")).toMatch(/^application\/problem\+json/);
      expect(perform).not.toHaveBeenCalled();
    });

    test("while Countersign can't be reached, calls get 503 and nothing runs", async () => {
      const headers = await agent.askFor(await fetch(address, post({ charge: "ch_81", amount: 50 })), {
        url: address,
      });
      await use({ url: "http://127.0.0.1:1", timeoutSeconds: 1 });
      const response = await fetch(address, post({ charge: "ch_81", amount: 50 }, headers));
      expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([
        503,
        "issuer_unavailable",
      ]);
      expect(perform).not.toHaveBeenCalled();
      await use({});
    });
  },
);
