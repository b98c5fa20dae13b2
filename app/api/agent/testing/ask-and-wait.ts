import { setTimeout as pause } from "node:timers/promises";
import { expect } from "vitest";
import { api } from "#app/api/index";
import type { CallingAgent } from "#app/api/testing/calling-agent";

/** The answer to an accepted ask, as an agent gets it. */
export interface Answer {
  request: {
    id: string;
    state: string;
    action_digest: string;
    close_reason?: string;
    approvals: { required: number; given: number };
    expires_at: string;
  };
  wait: { url: string; token: string };
  grant?: string;
  grant_state?: string;
}

/**
 * The answer to an agent's ask. For tests only.
 * @throws {Error} with the response's text when the ask is refused
 */
export async function askedBy(agent: CallingAgent, body: unknown, webhookId?: string): Promise<Answer> {
  const response = await agent.ask(body, webhookId);
  if (!response.ok) throw new Error(await response.text());
  return (await response.json()) as Answer;
}

/** Waits for a request's decision with the wait token of its answer. For tests only. */
export function waitFor(answer: Answer, query = "", init: RequestInit = {}): Promise<Response> {
  const headers = { authorization: `Bearer ${answer.wait.token}` };
  return Promise.resolve(api.request(`/api/v1/requests/${answer.request.id}${query}`, { headers, ...init }));
}

/** Fails when the call waits for 10 s: a call that is refused does not wait. */
export async function inTime<T>(refusal: Promise<T>): Promise<T> {
  const stop = new AbortController();
  const late = pause(10_000, undefined, { signal: stop.signal }).catch(() => undefined);
  const answer = await Promise.race([refusal, late]);
  stop.abort();
  expect(answer, "an answer within 10 s").toBeDefined();
  return answer as T;
}
