import { afterEach, expect, it, vi } from "vitest";
import { maximumStreams } from "#app/api/edge/claim-stream";
import { refund } from "#app/api/testing/requests";
import { RunningWorkspace } from "#app/api/testing/running-workspace";
import type { SignedInPerson } from "#app/api/testing/signed-in-person";
import { openEventHub } from "#lib/events/open";
import { newId } from "#lib/kernel/ids";
import { endSession } from "#lib/sessions/session";

const { workspace, admin } = await RunningWorkspace.open();

const owner = await workspace.person("Olga Owner", ["approver"], admin);
const stranger = await workspace.person("Stan Stranger", ["approver"], admin);
const agent = await workspace.agent(admin, owner);
const requestId = await ask();
await announced();

const opened: ReadableStreamDefaultReader<Uint8Array>[] = [];
afterEach(async () => {
  vi.useRealTimers();
  for (const reader of opened.splice(0)) await reader.cancel();
});

async function ask(): Promise<string> {
  const answer = await agent.ask({ action: refund() });
  return ((await answer.json()) as { request: { id: string } }).request.id;
}

/** Waits until every change announced so far has arrived: messages arrive in their order. */
function announced(): Promise<void> {
  const { events } = workspace.runtime;
  const last = `person/${newId("per", new Date())}` as const;
  return new Promise((resolve) => {
    const unsubscribe = events.subscribe(last, () => {
      unsubscribe();
      resolve();
    });
    events.announce(last);
  });
}

function listen(person: SignedInPerson, topic: string): Promise<Response> {
  return workspace.get(`/api/live?topic=${encodeURIComponent(topic)}`, { cookie: person.cookie });
}

/** Reads until the collected text contains `wanted`. @returns the text. */
async function readUntil(response: Response, wanted: string): Promise<string> {
  const reader = readerOf(response);
  let text = "";
  while (!text.includes(wanted)) {
    const { done, value } = await reader.read();
    if (done) throw new Error(`ended after ${text}`);
    text += new TextDecoder().decode(value);
  }
  reader.releaseLock();
  return text;
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

it("sends an event after a change, to the listeners of each of its topics", async () => {
  const [queue, ofAgent] = [await listen(owner, "queue"), await listen(owner, `agent/${agent.id}`)];
  for (const response of [queue, ofAgent]) await readUntil(response, "event: open");
  await ask();
  await readUntil(queue, "event: change\ndata: queue");
  await readUntil(ofAgent, `event: change\ndata: agent/${agent.id}`);
  // The next test counts changes from here on.
  await announced();
  opened.push(readerOf(queue), readerOf(ofAgent));
});

/** What a stream of the owner on the queue and the agent reports when it opens. */
async function opening(headers: Record<string, string>, query = ""): Promise<string> {
  const path = `/api/live?topic=queue&topic=agent/${agent.id}${query}`;
  const response = await workspace.get(path, { cookie: owner.cookie, ...headers });
  const text = await readUntil(response, "event: open\ndata: \nid: ");
  opened.push(readerOf(response));
  return text;
}

const idOf = (text: string) => /^id: (.*)$/m.exec(text)?.[1] ?? "";
const changesIn = (text: string) =>
  [...text.matchAll(/event: change\ndata: (.*)/g)].map(([, topic]) => topic);

it("a returning listener hears which topics changed after its last event, and no others", async () => {
  const first = await opening({});
  expect(changesIn(first)).toEqual([]);
  const id = idOf(first);
  expect(changesIn(await opening({ "last-event-id": id }))).toEqual([]);
  const other = await listen(owner, "queue");
  await readUntil(other, "event: open");
  workspace.runtime.events.announce("queue");
  const later = idOf(await readUntil(other, "event: change"));
  opened.push(readerOf(other));
  expect(changesIn(await opening({ "last-event-id": id }))).toEqual(["queue"]);
  expect(changesIn(await opening({}, `&since=${id}`))).toEqual(["queue"]);
  expect(changesIn(await opening({ "last-event-id": later }))).toEqual([]);
});

it("with an ID of another process, or an invalid one, every topic counts as changed", async () => {
  const { db } = workspace;
  const process = openEventHub({ url: "postgres://unused.invalid", db });
  const everything = ["queue", `agent/${agent.id}`];
  expect(changesIn(await opening({ "last-event-id": process.lastId() }))).toEqual(everything);
  expect(changesIn(await opening({ "last-event-id": "unknown" }))).toEqual(everything);
  expect(changesIn(await opening({}, "&since="))).toEqual(everything);
  await process.close();
});

it("each stream gets its own time to reconnect", async () => {
  const times = new Set<string | undefined>();
  for (let count = 0; count < 5; count++) times.add(/^retry: (\d+)$/m.exec(await opening({}))?.[1]);
  expect(times.size).toBeGreaterThan(1);
  for (const time of times) expect(Number(time)).toBeGreaterThanOrEqual(1000);
});

it("leaves out a refused topic if the listener accepts that, and names it", async () => {
  const { cookie } = stranger;
  const response = await workspace.get(`/api/live?topic=queue&topic=agent/${agent.id}&refused=skip`, {
    cookie,
  });
  expect(response.status).toBe(200);
  const text = await readUntil(response, "event: open");
  expect(text).toContain(`event: refused\ndata: agent/${agent.id}`);
  opened.push(readerOf(response));
  const nothing = await workspace.get(`/api/live?topic=agent/${agent.id}&refused=skip`, { cookie });
  expect(nothing.status).toBe(404);
});

it("a person's topic is for that person, and a replay's topic for admins", async () => {
  const person = `person/${owner.viewer.personId}`;
  const replay = `replay/${newId("rpl", workspace.time.now)}`;
  const statuses = async (who: SignedInPerson) => {
    const responses = [await listen(who, person), await listen(who, replay)];
    for (const { status, body } of responses) if (status === 200 && body) opened.push(body.getReader());
    return responses.map(({ status }) => status);
  };
  expect(await statuses(owner)).toEqual([200, 404]);
  expect(await statuses(admin)).toEqual([404, 200]);
  expect(await statuses(stranger)).toEqual([404, 404]);
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
  }, 15_000);
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

it("a stream ends with its session, and the streams of other sessions continue", async () => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  const leaver = await workspace.person("Lea Leaver", ["approver"], admin);
  const ending = await listen(leaver, "queue");
  const other = await listen(owner, "queue");
  await readUntil(ending, "event: open");
  await readUntil(other, "event: open");
  const { personId, sessionHash } = leaver.viewer;
  await endSession(workspace.db, { personId, sessionHash, now: workspace.time.now });
  await vi.advanceTimersByTimeAsync(15_000);
  await expect(readUntil(ending, "event: ping")).rejects.toThrow("ended");
  await readUntil(other, "event: ping\ndata: \nid: ");
  opened.push(readerOf(other));
});

it("a heartbeat checks many streams with one look-up of their sessions", async () => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  const streams: Response[] = [];
  for (const person of [owner, stranger, admin])
    for (let count = 0; count < 3; count++) streams.push(await listen(person, "queue"));
  for (const stream of streams) await readUntil(stream, "event: open");
  const select = vi.spyOn(workspace.db, "select");
  await vi.advanceTimersByTimeAsync(15_000);
  for (const stream of streams) await readUntil(stream, "event: ping");
  expect(select).toHaveBeenCalledTimes(1);
  opened.push(...streams.map(readerOf));
});
