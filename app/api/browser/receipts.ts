import { type Context, Hono } from "hono";
import { downloadJson } from "#app/api/edge/download";
import { viewerOf } from "#app/api/edge/session-cookie";
import { runtime } from "#app/runtime/runtime";
import { findReceipt, type ReceiptReader } from "#lib/receipts/find-receipt";

/** `GET /api/receipts/{approval}`: the receipt as a file, by session or by the agent's wait token. */
export const receipts = new Hono();

receipts.get("/api/receipts/:approvalId", async (c) => {
  const { db, secret, config, clock } = runtime();
  const approvalId = c.req.param("approvalId");
  const context = { secret, origin: config.origin, rpId: config.rpId, now: clock() };
  const receipt = await findReceipt(db, await readerOf(c), approvalId, context);
  return downloadJson(c, receipt, `receipt-${receipt.approval.id}.json`);
});

async function readerOf(c: Context): Promise<ReceiptReader> {
  const waitToken = /^Bearer (\S+)$/i.exec(c.req.header("authorization") ?? "")?.[1];
  return waitToken === undefined ? { viewer: await viewerOf(c) } : { waitToken };
}
