// @ts-check
import { randomBytes } from "node:crypto";
import { capabilitiesKey, errorResponse, tasksExtension } from "./message.mjs";

/** @typedef {import("./message.mjs").Message} Message */

/**
 * @typedef {object} Task
 * @property {string} agent
 * @property {string} status working, completed, failed or cancelled
 * @property {string} statusMessage
 * @property {number} createdAt
 * @property {number} updatedAt
 * @property {Message} [response] of the call, when it is over
 * @property {AbortController} stop ends the wait
 */

const prefix = "countersign-task.";
const ttlMs = 24 * 3_600_000;

/**
 * The calls that wait as tasks of the extension io.modelcontextprotocol/tasks. A task belongs to
 * one agent: to another agent it does not exist. Tasks are in memory; after a restart the same
 * call finds its request again.
 */
export class Tasks {
  /** @type {Map<string, Task>} */
  #tasks = new Map();

  /** @param {{now: () => number, mostTasks?: number}} options */
  constructor({ now, mostTasks = 1000 }) {
    this.now = now;
    this.mostTasks = mostTasks;
  }

  /** Whether there is room for another task. */
  get hasRoom() {
    for (const [id, task] of this.#tasks)
      if (task.createdAt + ttlMs < this.now() && task.status !== "working") this.#tasks.delete(id);
    return this.#tasks.size < this.mostTasks;
  }

  /**
   * @param {{agent: string, statusMessage: string, stop: AbortController, response:
   * Promise<Message>}} call
   * @returns {{result: object, tell: (statusMessage: string) => void}} the result of the
   * `tools/call`, and how to change the message of the task while it waits
   */
  create({ agent, statusMessage, stop, response }) {
    const id = `${prefix}${randomBytes(18).toString("base64url")}`;
    const at = this.now();
    /** @type {Task} */
    const task = { agent, status: "working", statusMessage, createdAt: at, updatedAt: at, stop };
    this.#tasks.set(id, task);
    void response.then((message) => {
      if (task.status !== "working") return;
      task.status = message.error ? "failed" : "completed";
      task.statusMessage = task.status;
      task.updatedAt = this.now();
      task.response = message;
    });
    const tell = (/** @type {string} */ changed) => {
      if (task.status !== "working") return;
      task.statusMessage = changed;
      task.updatedAt = this.now();
    };
    return { result: { resultType: "task", ...this.#describe(id, task) }, tell };
  }

  /**
   * Whether a message is about a task of a gateway, as opposed to one of the MCP server.
   * @param {Message} message
   */
  isAboutOwnTask({ method, params }) {
    return /^tasks\/(get|update|cancel)$/.test(method ?? "") && String(params?.taskId).startsWith(prefix);
  }

  /**
   * @param {Message} message
   * @param {string} agent
   * @returns {Message}
   */
  answer(message, agent) {
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

  /** @param {string} id @param {Task} task */
  #detail(id, task) {
    const { result, error } = task.status === "cancelled" ? {} : (task.response ?? {});
    return { ...this.#describe(id, task), ...(result && { result }), ...(error && { error }) };
  }

  /** @param {string} id @param {Task} task */
  #describe(id, { status, statusMessage, createdAt, updatedAt }) {
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

/** @param {Message} message */
export function listsTasks({ params }) {
  return params?._meta?.[capabilitiesKey]?.extensions?.[tasksExtension] !== undefined;
}

/**
 * Adds the tasks extension to what the server says it supports, for a client that supports it: a
 * client need not accept a task from a server that did not announce them.
 * @param {any} result of `server/discover`
 * @returns {any}
 */
export function announceTasks(result) {
  const { capabilities } = result;
  const extensions = { [tasksExtension]: {}, ...capabilities?.extensions };
  return { ...result, capabilities: { ...capabilities, extensions } };
}
