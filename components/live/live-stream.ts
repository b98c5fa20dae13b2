const settleMilliseconds = 50;
const retryMilliseconds = 5000;

interface Listener {
  onChange: () => void;
  /** Whether the topic was open, and `onChange` called, since the listener came. */
  hasBegun: boolean;
}

/**
 * The one event stream of a tab. A listener is called at the start of its topic, since an earlier
 * change is possible, and after each change. New topics take a new stream: a message about topics could
 * reach a process without the stream. The new stream names the last event of the old stream, and the
 * server reports the changes in between.
 */
export class LiveStream {
  private readonly listeners = new Map<string, Set<Listener>>();
  private source: EventSource | undefined;
  /** The topics of `source`. A topic without listeners stays until the next stream. */
  private topics = new Set<string>();
  private isOpen = false;
  private lastId = "";
  private timer: ReturnType<typeof setTimeout> | undefined;
  private isPaused = false;

  constructor(private readonly connect: (url: string) => EventSource) {}

  /** @returns a function to stop listening. */
  subscribe(topic: string, onChange: () => void): () => void {
    const listener: Listener = { onChange, hasBegun: false };
    const ofTopic = this.listeners.get(topic) ?? new Set();
    this.listeners.set(topic, ofTopic.add(listener));
    this.settleSoon();
    return () => {
      ofTopic.delete(listener);
      if (ofTopic.size === 0) this.listeners.delete(topic);
      this.settleSoon();
    };
  }

  /** Closes the stream until it is continued. Changes in between are reported then. */
  pause(isPaused: boolean): void {
    this.isPaused = isPaused;
    this.settleSoon();
  }

  // Later, because a new page takes topics away and then adds topics.
  private settleSoon(): void {
    this.timer ??= setTimeout(() => this.settle(), settleMilliseconds);
  }

  private settle(): void {
    this.timer = undefined;
    const wanted = [...this.listeners.keys()];
    if (wanted.length === 0 || this.isPaused) this.close();
    else if (!this.source || wanted.some((topic) => !this.topics.has(topic))) this.open(wanted);
    else if (this.isOpen) this.begin();
  }

  private open(topics: string[]): void {
    this.close();
    this.topics = new Set(topics);
    const query = new URLSearchParams(topics.map((topic) => ["topic", topic]));
    query.set("refused", "skip");
    if (this.lastId) query.set("since", this.lastId);
    const source = this.connect(`/api/live?${query}`);
    this.source = source;
    source.addEventListener("open", (event) => {
      // The browser's own event of this name comes before the server's first message.
      if (!(event instanceof MessageEvent)) return;
      this.lastId = event.lastEventId;
      this.isOpen = true;
      this.begin();
    });
    source.addEventListener("change", (event) => {
      this.lastId = event.lastEventId;
      this.call(event.data);
    });
    source.addEventListener("refused", (event) => this.call(event.data));
    source.addEventListener("ping", (event) => {
      this.lastId = event.lastEventId;
    });
    source.addEventListener("error", () => this.lost(source));
  }

  /** Browsers reconnect a lost stream, and leave a refused stream closed. */
  private lost(source: EventSource): void {
    if (source !== this.source) return;
    this.isOpen = false;
    if (source.readyState !== source.CLOSED) return;
    this.close();
    // The listeners find out why.
    for (const topic of [...this.listeners.keys()]) this.call(topic);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.settle(), retryMilliseconds * (1 + Math.random()));
  }

  private begin(): void {
    for (const ofTopic of [...this.listeners.values()])
      for (const listener of [...ofTopic]) if (!listener.hasBegun) callListener(listener);
  }

  private call(topic: string): void {
    for (const listener of [...(this.listeners.get(topic) ?? [])]) callListener(listener);
  }

  private close(): void {
    this.source?.close();
    this.source = undefined;
    this.isOpen = false;
  }
}

function callListener(listener: Listener): void {
  listener.hasBegun = true;
  listener.onChange();
}

let stream: LiveStream | undefined;

/** The tab's stream. */
export function liveStream(): LiveStream {
  stream ??= newStream();
  return stream;
}

function newStream(): LiveStream {
  const ofTab = new LiveStream((url) => new EventSource(url));
  const follow = () => void import("./while-hidden.ts").then((part) => part.followVisibility(ofTab));
  // A tab opened in the background waits for a place.
  ofTab.pause(document.hidden);
  if (document.hidden) follow();
  document.addEventListener("visibilitychange", follow);
  return ofTab;
}
