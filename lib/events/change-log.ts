import { randomBytes } from "node:crypto";

/** The ID is used again within this time. */
const stepMicroseconds = 1000;

/**
 * The last change of each topic in this process, for a listener who returns with an event's ID.
 * Rows decide: for an ID of another process, of a lost connection or of a forgotten time, every
 * topic counts as changed.
 *
 * An ID names a process and a time, not a number of changes: how much happens in the workspace is
 * confidential.
 */
export class ChangeLog {
  private process = newName();
  private time = 0;
  /** The time of the newest change that was forgotten. */
  private floor = 0;
  /** Oldest first. */
  private readonly changes = new Map<string, number>();

  constructor(
    private readonly most = 10_000,
    private readonly now = () => performance.now() * 1000,
  ) {}

  record(topic: string): void {
    this.time = Math.max(this.time + 1, Math.floor(this.now()));
    this.changes.delete(topic);
    this.changes.set(topic, this.time);
    if (this.changes.size <= this.most) return;
    for (const [oldest, time] of this.changes) {
      this.changes.delete(oldest);
      this.floor = time;
      break;
    }
  }

  /** A message may have been missed: no earlier ID is known any longer. */
  restart(): void {
    this.process = newName();
    this.changes.clear();
  }

  /** The ID of an event that reports every change until now. */
  lastId(): string {
    const now = Math.floor(this.now());
    if (now - this.time > stepMicroseconds) this.time = now;
    return `${this.process}-${this.time}`;
  }

  changedSince<Topic extends string>(id: string, topics: Topic[]): Topic[] {
    const [process, time = ""] = id.split("-");
    const isKnown = process === this.process && /^\d+$/.test(time) && Number(time) >= this.floor;
    return isKnown ? topics.filter((topic) => (this.changes.get(topic) ?? 0) > Number(time)) : topics;
  }
}

function newName(): string {
  return randomBytes(9).toString("hex");
}
