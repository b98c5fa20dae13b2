import { afterEach, beforeAll, expect, it, vi } from "vitest";
import { maximumStreams } from "#app/api/edge/claim-stream";
import type { CallingAgent } from "#app/api/testing/calling-agent";
import { refund } from "#app/api/testing/requests";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import type { SignedInPerson } from "#app/api/testing/signed-in-person";

const { workspace, admin } = await RunningWorkspace.open();
let owner: SignedInPerson;
let stranger: SignedInPerson;
let agent: CallingAgent;
let requestId: string;

beforeAll(async () => {
  owner = await workspace.person("Olga Owner", ["approver"], admin);
  stranger = await workspace.person("Stan Stranger", ["approver"], admin);
  agent = await workspace.agent(admin, owner);
  requestId = await ask();
});

const opened: ReadableStreamDefaultReader<Uint8Array>[] = [];
afterEach(async () => {
  vi.useRealTimers();
  for (const reader of opened.splice(0)) await reader.cancel();
});

async function ask(): Promise<string> {
  const answer = await agent.ask({ action: refund() });
  return ((await answer.json()) as { request: { id: string } }).request.id;
}

function listen(person: SignedInPerson, topic: string): Promise<Response> {
  return workspace.get(`/api/live?topic=${encodeURIComponent(topic)}`, { cookie: person.cookie });
}

/** Reads until the collected text contains `wanted`. */
async function readUntil(response: Response, wanted: string): Promise<void> {
  const reader = readerOf(response);
  let text = "";
  while (!text.includes(wanted)) {
    const { done, value } = await reader.read();
    if (done) throw new Error(`ended after ${text}`);
    text += new TextDecoder().decode(value);
  }
  reader.releaseLock();
}

function readerOf(response: Response): ReadableStreamDefaultReader<Uint8Array> {
  if (!response.body) throw new Error("no stream");
  return response.body.getReader();
}

it("topics of a request and an agent go to people who may read them, and the queue topic to every signed-in person", async () => {
  const topics = [`request/${requestId}`, `agent/${agent.id}`];
  const statuses = async (person: SignedInPerson) => {
    const responses = [];
    for (const topic of [...topics, "queue"]) responses.push(await listen(person, topic));
    for (const { status, body } of responses) if (status === 200 && body) opened.push(body.getReader());
    return responses.map(({ status }) => status);
  };
  expect(await statuses(owner)).toEqual([200, 200, 200]);
  expect(await statuses(admin)).toEqual([200, 200, 200]);
  expect(await statuses(stranger)).toEqual([404, 404, 200]);
  expect((await workspace.get("/api/live?topic=queue")).status).toBe(401);
});

it("refuses all topics when one is not for the viewer, and refuses invalid topics", async () => {
  const { cookie } = stranger;
  const several = await workspace.get(`/api/live?topic=queue&topic=agent/${agent.id}`, { cookie });
  expect(several.status).toBe(404);
  expect((await workspace.get("/api/live", { cookie })).status).toBe(404);
  expect((await listen(stranger, "people")).status).toBe(404);
});

it("sends an event after a change", async () => {
  const response = await listen(owner, "queue");
  await readUntil(response, "event: open");
  await ask();
  await readUntil(response, "event: change\ndata: queue");
  opened.push(readerOf(response));
});

it("limits the open streams of a session, and allows another once one is closed", async () => {
  for (let count = 0; count < maximumStreams; count++) opened.push(readerOf(await listen(owner, "queue")));
  const refused = await listen(owner, "queue");
  expect(refused.status).toBe(429);
  expect(refused.headers.get("retry-after")).toMatch(/^\d+$/);
  opened.push(readerOf(await listen(stranger, "queue")));
  await opened[0]?.cancel();
  await vi.waitFor(async () => {
    const next = await listen(owner, "queue");
    expect(next.status).toBe(200);
    opened.push(readerOf(next));
  });
});

it("a stream ends for a person who may no longer read its topic", async () => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  const otherAgent = await workspace.agent(admin, owner);
  const response = await listen(owner, `agent/${otherAgent.id}`);
  await readUntil(response, "event: open");
  await vi.advanceTimersByTimeAsync(15_000);
  await readUntil(response, "event: ping");
  await stranger.takeOver(otherAgent.id, admin);
  await readUntil(response, "event: change");
  await vi.advanceTimersByTimeAsync(15_000);
  await expect(readUntil(response, "event: ping")).rejects.toThrow("ended");
});
