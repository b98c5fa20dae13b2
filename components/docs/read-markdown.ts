import { lexer, type MarkedToken, type Token, type Tokens } from "marked";

export type Block =
  | { kind: "heading"; level: number; words: Inline[]; id: string }
  | { kind: "code"; text: string }
  | { kind: "table"; head: Inline[][]; rows: Row[] }
  | { kind: "list"; isOrdered: boolean; items: Block[][] }
  | { kind: "paragraph"; words: Inline[] };

export interface Row {
  cells: Inline[][];
  /** The code that the row begins with, such as an error's code or a setting: links lead to it. */
  id: string | undefined;
}

export type Inline =
  | { kind: "text"; text: string }
  | { kind: "code"; text: string }
  | { kind: "strong"; words: Inline[] }
  | { kind: "emphasis"; words: Inline[] }
  | { kind: "link"; words: Inline[]; to: string };

/**
 * Reads the Markdown of our own documents. Not marked's HTML: pages render these parts alone, so that no
 * text of a document becomes markup.
 * @throws for a form that pages don't show, such as HTML. A test reads every document.
 */
export function readMarkdown(text: string): Block[] {
  // Front matter is for programs.
  return new Reader().blocks(lexer(text.replace(/^---\n.*?\n---\n/s, "")));
}

class Reader {
  /** Of headings and rows: each is on its page once. */
  readonly #ids = new Set<string>();

  blocks(tokens: Token[]): Block[] {
    // Without extensions, marked makes no other tokens.
    return (tokens as MarkedToken[]).flatMap((token) => this.#block(token) ?? []);
  }

  #block(token: MarkedToken): Block | undefined {
    switch (token.type) {
      case "space":
        return undefined;
      case "heading":
        return {
          kind: "heading",
          level: token.depth,
          words: inlines(token.tokens),
          id: this.#heading(token),
        };
      case "code":
        return { kind: "code", text: token.text };
      case "table": {
        const rows = token.rows.map((cells) => ({ cells: cells.map(cellWords), id: this.#row(cells) }));
        return { kind: "table", head: token.header.map(cellWords), rows };
      }
      case "list": {
        const items = token.items.map((item) => this.blocks(item.tokens));
        return { kind: "list", isOrdered: token.ordered, items };
      }
      case "paragraph":
      case "text":
        return { kind: "paragraph", words: inlines(token.tokens ?? []) };
      default:
        return refuse(token);
    }
  }

  /** An anchor as GitHub derives it, so that one link works in both places. */
  #heading({ text }: Tokens.Heading): string {
    const plain = text.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1").toLowerCase();
    const slug = plain.replace(/[^\p{L}\p{N}\s_-]/gu, "").replaceAll(" ", "-");
    let id = slug;
    for (let count = 1; this.#ids.has(id); count += 1) id = `${slug}-${count}`;
    this.#ids.add(id);
    return id;
  }

  #row([first]: Tokens.TableCell[]): string | undefined {
    const id = /^`([^`]+)`$/.exec(first?.text ?? "")?.[1];
    if (id === undefined || this.#ids.has(id)) return undefined;
    this.#ids.add(id);
    return id;
  }
}

function cellWords({ tokens }: Tokens.TableCell): Inline[] {
  return inlines(tokens);
}

function inlines(tokens: Token[]): Inline[] {
  return (tokens as MarkedToken[]).map(inline);
}

function inline(token: MarkedToken): Inline {
  switch (token.type) {
    case "text":
    case "escape":
      return { kind: "text", text: token.text.replaceAll("\n", " ") };
    case "codespan":
      return { kind: "code", text: token.text };
    case "strong":
      return { kind: "strong", words: inlines(token.tokens) };
    case "em":
      return { kind: "emphasis", words: inlines(token.tokens) };
    case "link":
      if (!/^(https?:\/\/|#|\/docs\/)/.test(token.href)) return refuse(token);
      return { kind: "link", words: inlines(token.tokens), to: token.href };
    default:
      return refuse(token);
  }
}

function refuse({ type, raw }: MarkedToken): never {
  throw new Error(`a document has a form that pages don't show, ${type}: ${raw}`);
}
