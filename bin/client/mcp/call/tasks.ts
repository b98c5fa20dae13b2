import { randomBytes } from "node:crypto";
import type { Untyped } from "#client/json/untyped";
import { capabilitiesKey, errorResponse, type Message, tasksExtension } from "./message.ts";

interface Task {
  agent: string;
  /** Working, completed, failed or cancelled. */
  status: string;
  statusMessage: string;
  createdAt: number;
  updatedAt: number;
  response?: Message;
  stop: AbortController;
}

const prefix = "countersign-task.";
const ttlMs = 24 * 3_600_000;

/**
 * Calls that wait as tasks (io.modelcontextprotocol/tasks), in memory. Another agent's task does
 * not exist. After a restart the same call finds its request again.
 */
export class Tasks {
  readonly now: () => number;
  readonly mostTasks: number;
  #tasks: Map<string, Task> = new Map();

  constructor({ now, mostTasks = 1000 }: { now: () => number; mostTasks?: number }) {
    this.now = now;
    this.mostTasks = mostTasks;
  }

  get hasRoom() {
    for (const [id, task] of this.#tasks)
      if (task.createdAt + ttlMs < this.now() && task.status !== "working") this.#tasks.delete(id);
    return this.#tasks.size < this.mostTasks;
  }

  /** Returns the result of the `tools/call`, and how to change the waiting task's message. */
  create({
    agent,
    statusMessage,
    stop,
    response,
  }: {
    agent: string;
    statusMessage: string;
    stop: AbortController;
    response: Promise<Message>;
  }): { result: object; tell: (statusMessage: string) => void } {
    const id = `${prefix}${randomBytes(18).toString("base64url")}`;
    const at = this.now();
    const task: Task = { agent, status: "working", statusMessage, createdAt: at, updatedAt: at, stop };
    this.#tasks.set(id, task);
    void response.then((message) => {
      if (task.status !== "working") return;
      task.status = message.error ? "failed" : "completed";
      task.statusMessage = task.status;
      task.updatedAt = this.now();
      task.response = message;
    });
    const tell = (changed: string) => {
      if (task.status !== "working") return;
      task.statusMessage = changed;
      task.updatedAt = this.now();
    };
    return { result: { resultType: "task", ...this.#describe(id, task) }, tell };
  }

  /** Whether a message is about a gateway's task, not an MCP server's. */
  isAboutOwnTask({ method, params }: Message) {
    return /^tasks\/(get|update|cancel)$/.test(method ?? "") && String(params?.taskId).startsWith(prefix);
  }

  answer(message: Message, agent: string): Message {
    if (!listsTasks(message)) return errorResponse(message, -32021, "This needs the tasks extension.");
    const id = message.params.taskId;
    const task = this.#tasks.get(id);
    if (!task || task.agent !== agent) return errorResponse(message, -32602, "Unknown task.");
    if (message.method === "tasks/cancel" && task.status === "working") {
      task.status = "cancelled";
      task.statusMessage = "cancelled";
      task.updatedAt = this.now();
      task.stop.abort();
    }
    const detail = message.method === "tasks/get" ? this.#detail(id, task) : {};
    return { jsonrpc: "2.0", id: message.id, result: { resultType: "complete", ...detail } };
  }

  #detail(id: string, task: Task) {
    const { result, error } = task.status === "cancelled" ? {} : (task.response ?? {});
    return { ...this.#describe(id, task), ...(result && { result }), ...(error && { error }) };
  }

  #describe(id: string, { status, statusMessage, createdAt, updatedAt }: Task) {
    return {
      taskId: id,
      status,
      statusMessage,
      createdAt: new Date(createdAt).toISOString(),
      lastUpdatedAt: new Date(updatedAt).toISOString(),
      ttlMs,
      pollIntervalMs: 3000,
    };
  }
}

export function listsTasks({ params }: Message) {
  return params?._meta?.[capabilitiesKey]?.extensions?.[tasksExtension] !== undefined;
}

/** Announces tasks in the result of `server/discover`: a client need not accept unannounced tasks. */
export function announceTasks(result: Untyped): Untyped {
  const { capabilities } = result;
  const extensions = { [tasksExtension]: {}, ...capabilities?.extensions };
  return { ...result, capabilities: { ...capabilities, extensions } };
}
