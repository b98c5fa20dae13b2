import type { Untyped } from "#client/json/untyped";
import { signedHeaders, signingKey } from "#client/keys";
import { randomId } from "#client/text";
import { faultOf, send } from "../agent/call.ts";
import type { Io } from "../io.ts";

/** A signed call, repeated with the same ID. Returns the answer's body. */
export async function postSigned(
  io: Io,
  { url, key }: { url: string; key: string },
  { path, body: value, timeoutSeconds }: { path: string; body: object; timeoutSeconds?: number },
  options: { patienceSeconds: number; signal?: AbortSignal },
): Promise<Untyped> {
  const body = JSON.stringify(value);
  const id = randomId("msg");
  const headers = (at: number) => signedHeaders(signingKey(key), { id, body, at });
  const call = { method: "POST", url: `${url}${path}`, body, headers, timeoutSeconds };
  const answer = await send(io, call, options);
  if (answer.status < 200 || answer.status > 299) throw faultOf(answer);
  return answer.body;
}
