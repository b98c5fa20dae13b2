import type { Untyped } from "#client/json/untyped";

export interface Tool {
  name: string;
  description?: string;
  inputSchema?: Untyped;
}

export type ListTools = (cursor?: string) => Promise<{ tools: Tool[]; nextCursor?: string }>;

/** How long a list is used without asking the server again. */
const secondsFresh = 3;
const mostPages = 500;

/** The MCP server's tools, listed anew when the server announces a change or the list is seconds old. */
export class ToolList {
  #read: { at: number; tools: Promise<Tool[]> } | undefined;

  constructor(private readonly now: () => number) {}

  forget() {
    this.#read = undefined;
  }

  /** @returns undefined if the server lists no tool, or several tools, of this name */
  async find(name: string, list: ListTools): Promise<Tool | undefined> {
    const named = (await this.all(list)).filter((tool) => tool?.name === name);
    return named.length === 1 ? named[0] : undefined;
  }

  all(list: ListTools): Promise<Tool[]> {
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

async function readAll(list: ListTools): Promise<Tool[]> {
  const tools = [];
  let cursor: string | undefined;
  for (let page = 0; page < mostPages; page++) {
    const { tools: part, nextCursor } = await list(cursor);
    if (!Array.isArray(part)) throw new Error("the MCP server's list of tools isn't a list");
    tools.push(...part);
    if (nextCursor === undefined || nextCursor === null) return tools;
    cursor = nextCursor;
  }
  throw new Error("the MCP server's list of tools doesn't end");
}
