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
const mostTasks = 1000;
const ttlMs = 24 * 3_600_000;

/** Calls that wait as tasks (io.modelcontextprotocol/tasks), in memory. Each agent sees its own. */
export class Tasks {
  #tasks: Map<string, Task> = new Map();

  constructor(private readonly now: () => number) {}

  get hasRoom() {
    for (const [id, task] of this.#tasks)
      if (task.createdAt + ttlMs < this.now() && task.status !== "working") this.#tasks.delete(id);
    return this.#tasks.size < mostTasks;
  }

  /** Returns the result of the `tools/call`, and how to change the waiting task's message. */
  create({
    response,
    ...call
  }: Pick<Task, "agent" | "statusMessage" | "stop"> & { response: Promise<Message> }): {
    result: object;
    tell: (statusMessage: string) => void;
  } {
    const id = `${prefix}${randomBytes(18).toString("base64url")}`;
    const at = this.now();
    const task: Task = { ...call, status: "working", createdAt: at, updatedAt: at };
    this.#tasks.set(id, task);
    void response.then((message) => {
      if (this.#change(task, message.error ? "failed" : "completed")) task.response = message;
    });
    const tell = (changed: string) => void this.#change(task, "working", changed);
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
    if (message.method === "tasks/cancel" && this.#change(task, "cancelled")) task.stop.abort();
    const detail = message.method === "tasks/get" ? this.#detail(id, task) : {};
    return { jsonrpc: "2.0", id: message.id, result: { resultType: "complete", ...detail } };
  }

  /** Changes a working task, and returns whether the task was working. */
  #change(task: Task, status: string, statusMessage = status): boolean {
    if (task.status !== "working") return false;
    Object.assign(task, { status, statusMessage, updatedAt: this.now() });
    return true;
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
