import { z } from "zod";
import type { Clock } from "#lib/kernel/clock";
import type { OutboundClient, OutboundResponse } from "#lib/outbound/client";
import { isOutboundFault } from "#lib/outbound/outbound-fault";
import { retryAfterSeconds } from "#lib/outbound/retry-after";
import { type Failure, faultFailure, htmlFailure, isHtml, statusFailure } from "./failures.ts";
import { failureOfCode } from "./slack-errors.ts";

const slackUrl = "https://slack.com/api";
const timeoutMs = 10_000;
const maximumBytes = 256 * 1024;

const answer = z.looseObject({ ok: z.boolean(), error: z.string().optional() });

export type SlackAnswer =
  | { body: Record<string, unknown> }
  /** `code` is Slack's name of the error, if any. */
  | { failure: Failure; code: string | undefined };

/** Calls to a Slack workspace, with its bot's token. */
export interface SlackApi {
  call(
    method: string,
    args: { json: object } | { form: Record<string, string> },
    signal: AbortSignal,
  ): Promise<SlackAnswer>;
}

/** @param options.baseUrl for tests */
export function openSlackApi(options: {
  token: string;
  outbound: Pick<OutboundClient, "send">;
  clock: Clock;
  baseUrl?: string | undefined;
}): SlackApi {
  const { token, outbound, clock, baseUrl = slackUrl } = options;
  return {
    call: async (method, args, signal) => {
      const [type, body] =
        "json" in args
          ? ["application/json; charset=utf-8", JSON.stringify(args.json)]
          : ["application/x-www-form-urlencoded", new URLSearchParams(args.form).toString()];
      const headers = { authorization: `Bearer ${token}`, "content-type": type, "user-agent": "Countersign" };
      const call = { method: "POST" as const, url: `${baseUrl}/${method}`, headers, body };
      try {
        return read(await outbound.send({ ...call, timeoutMs, maximumBytes, signal }), clock());
      } catch (fault) {
        if (!isOutboundFault(fault)) throw fault;
        return { failure: faultFailure(fault, "Slack"), code: undefined };
      }
    },
  };
}

function read(response: OutboundResponse, now: Date): SlackAnswer {
  const { status, headers } = response;
  if (status !== 200) return { failure: statusFailure(response, "Slack", now), code: undefined };
  if (isHtml(headers)) return { failure: htmlFailure("Slack"), code: undefined };
  const parsed = answer.safeParse(parseJson(response.body));
  if (!parsed.success) return { failure: htmlFailure("Slack"), code: undefined };
  const { ok, error: code } = parsed.data;
  if (ok) return { body: parsed.data };
  return { failure: failureOfCode(code, retryAfterSeconds(headers, now)), code };
}

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString());
  } catch {
    return undefined;
  }
}
