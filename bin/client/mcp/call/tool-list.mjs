// @ts-check

/**
 * @typedef {{name: string, description?: string, inputSchema?: any}} Tool
 * @typedef {(cursor?: string) => Promise<{tools: Tool[], nextCursor?: string}>} ListTools
 */

/** How long a list is used without asking the server again. */
const secondsFresh = 3;
const mostPages = 500;

/**
 * The tools of one connection to an MCP server, as the server lists them now. The list is read
 * again when the server says that it changed, and before a call when it is older than a few
 * seconds.
 */
export class ToolList {
  /** @type {{at: number, tools: Promise<Tool[]>} | undefined} */
  #read;

  /** @param {{now: () => number}} options */
  constructor({ now }) {
    this.now = now;
  }

  /** Forgets the list, because the server says that it changed. */
  forget() {
    this.#read = undefined;
  }

  /**
   * @param {string} name
   * @param {ListTools} list
   * @returns {Promise<Tool | undefined>} undefined if the server does not list it, or lists several
   * tools of this name
   */
  async find(name, list) {
    const named = (await this.all(list)).filter((tool) => tool?.name === name);
    return named.length === 1 ? named[0] : undefined;
  }

  /**
   * All tools that the server lists.
   * @param {ListTools} list
   * @returns {Promise<Tool[]>}
   */
  all(list) {
    const at = this.now();
    if (this.#read && at - this.#read.at < secondsFresh * 1000) return this.#read.tools;
    const tools = readAll(list);
    const read = { at, tools };
    this.#read = read;
    // A failed read is not kept.
    tools.catch(() => {
      if (this.#read === read) this.#read = undefined;
    });
    return tools;
  }
}

/** @param {ListTools} list @returns {Promise<Tool[]>} */
async function readAll(list) {
  const tools = [];
  let cursor;
  for (let page = 0; page < mostPages; page++) {
    const { tools: part, nextCursor } = await list(cursor);
    if (!Array.isArray(part)) throw new Error("the MCP server's list of tools isn't a list");
    tools.push(...part);
    if (nextCursor === undefined || nextCursor === null) return tools;
    cursor = nextCursor;
  }
  throw new Error("the MCP server's list of tools doesn't end");
}
