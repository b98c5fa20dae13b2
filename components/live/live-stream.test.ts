import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { LiveStream } from "./live-stream.ts";

class FakeEventSource extends EventTarget {
  readonly CLOSED = 2;
  readyState = 0;

  constructor(readonly url: string) {
    super();
    sources.push(this);
  }

  /** Receives a message of the server. */
  send(name: string, data = "", lastEventId = ""): void {
    this.dispatchEvent(new MessageEvent(name, { data, lastEventId }));
  }

  refuse(): void {
    this.readyState = 2;
    this.dispatchEvent(new Event("error"));
  }

  close(): void {
    this.readyState = 2;
  }

  get query(): URLSearchParams {
    return new URL(this.url, "http://localhost").searchParams;
  }
}

let sources: FakeEventSource[] = [];
let stream: LiveStream;
beforeEach(() => {
  vi.useFakeTimers();
  sources = [];
  stream = new LiveStream((url) => new FakeEventSource(url) as unknown as EventSource);
});
afterEach(() => {
  vi.useRealTimers();
});

/** The stream that is open, once what the components want has settled. */
function current(): FakeEventSource {
  vi.advanceTimersByTime(50);
  const open = sources.filter(({ readyState }) => readyState !== 2);
  expect(open.length).toBe(1);
  return open[0] as FakeEventSource;
}

function listen(topic: string) {
  const changed = vi.fn();
  return { changed, stop: stream.subscribe(topic, changed) };
}

test("all components of a tab share one stream, and each hears its own topic", () => {
  const bar = listen("queue");
  const badge = listen("queue");
  const page = listen("agent/a");
  const source = current();
  expect(sources.length).toBe(1);
  expect(source.query.getAll("topic")).toEqual(["queue", "agent/a"]);
  source.send("open", "", "p-1");
  const calls = () => [bar, badge, page].map(({ changed }) => changed.mock.calls.length);
  expect(calls()).toEqual([1, 1, 1]);
  source.send("change", "queue", "p-2");
  expect(calls()).toEqual([2, 2, 1]);
  source.send("change", "agent/a", "p-3");
  expect(calls()).toEqual([2, 2, 2]);
});

test("the browser's own open event is not the server's", () => {
  const { changed } = listen("queue");
  const source = current();
  source.dispatchEvent(new Event("open"));
  expect(changed).not.toHaveBeenCalled();
});

test("a change that happens while the stream is reopened with other topics reaches its listeners", () => {
  const queue = listen("queue");
  current().send("open", "", "p-1");
  current().send("ping", "", "p-7");
  const page = listen("request/r");
  const next = current();
  expect(sources.length).toBe(2);
  expect(next.query.getAll("topic")).toEqual(["queue", "request/r"]);
  expect(next.query.get("since")).toBe("p-7");
  queue.changed.mockClear();
  next.send("open", "", "p-9");
  expect(queue.changed).not.toHaveBeenCalled();
  next.send("change", "queue", "p-9");
  expect(queue.changed).toHaveBeenCalledTimes(1);
  expect(page.changed).toHaveBeenCalledTimes(1);
});

test("a component on an open topic is called once, since a change may have come before it", () => {
  listen("queue");
  current().send("open", "", "p-1");
  const late = listen("queue");
  current();
  expect(late.changed).toHaveBeenCalledTimes(1);
  expect(sources.length).toBe(1);
});

test("a page change that needs no new topic keeps the stream, and one that does opens one stream", () => {
  listen("queue");
  const page = listen("request/r");
  current().send("open", "", "p-1");
  page.stop();
  current();
  expect(sources.length).toBe(1);
  const other = listen("request/s");
  other.stop();
  listen("agent/a");
  expect(current().query.getAll("topic")).toEqual(["queue", "agent/a"]);
  expect(sources.length).toBe(2);
});

test("a reconnect by the browser calls only listeners whose topic changed", () => {
  const queue = listen("queue");
  const agent = listen("agent/a");
  const source = current();
  source.send("open", "", "p-1");
  source.dispatchEvent(new Event("error"));
  source.send("open", "", "p-5");
  source.send("change", "queue", "p-5");
  expect(queue.changed).toHaveBeenCalledTimes(2);
  expect(agent.changed).toHaveBeenCalledTimes(1);
});

test("after a refusal all listeners find out why, and the stream is tried again later", () => {
  const queue = listen("queue");
  current().send("open", "", "p-1");
  current().refuse();
  expect(queue.changed).toHaveBeenCalledTimes(2);
  vi.advanceTimersByTime(4999);
  expect(sources.length).toBe(1);
  vi.advanceTimersByTime(5001);
  expect(sources.length).toBe(2);
  expect(current().query.get("since")).toBe("p-1");
});

test("only the listeners of a refused topic find out why", () => {
  const queue = listen("queue");
  const agent = listen("agent/a");
  current().send("open", "", "p-1");
  current().send("refused", "agent/a");
  expect(queue.changed).toHaveBeenCalledTimes(1);
  expect(agent.changed).toHaveBeenCalledTimes(2);
});

test("without listeners no stream is open", () => {
  const { stop } = listen("queue");
  const source = current();
  stop();
  vi.advanceTimersByTime(50);
  expect(source.readyState).toBe(2);
});

test("a paused stream is closed, and continued it asks for what changed in between", () => {
  const { changed } = listen("queue");
  const source = current();
  source.send("open", "", "id-1");
  expect(changed).toHaveBeenCalledTimes(1);
  stream.pause(true);
  vi.advanceTimersByTime(50);
  expect(source.readyState).toBe(source.CLOSED);
  listen("agent/a");
  vi.advanceTimersByTime(60_000);
  expect(sources).toHaveLength(1);
  stream.pause(false);
  expect(current().query.get("since")).toBe("id-1");
});
