import { Fragment, type ReactNode } from "react";
import { type Block, readInline, readMarkdown } from "./read-markdown.ts";

/** A document of ours. Not for text of agents or people, which is shown by `UntrustedText`. */
export function Markdown({ text }: { text: string }) {
  return <Blocks blocks={readMarkdown(text)} />;
}

function Blocks({ blocks }: { blocks: Block[] }): ReactNode {
  // biome-ignore lint/suspicious/noArrayIndexKey: a document never changes while it is shown
  return blocks.map((block, index) => <Fragment key={index}>{shown(block)}</Fragment>);
}

const looks = ["", "text-2xl leading-8", "mt-4 text-lg", "mt-2 text-base", "", "", ""];

function shown(block: Block): ReactNode {
  if (block.kind === "heading") {
    const Heading = `h${block.level}` as "h1";
    return (
      <Heading id={block.id} className={`font-semibold ${looks[block.level]}`}>
        <Words text={block.text} />
      </Heading>
    );
  }
  if (block.kind === "code")
    return (
      <pre className="verbatim rounded-md border bg-muted px-3 py-2.5 font-mono text-[0.8125rem] leading-5">
        <code>{block.text}</code>
      </pre>
    );
  if (block.kind === "table") return <Table {...block} />;
  if (block.kind === "paragraph")
    return (
      <p className="max-w-prose">
        <Words text={block.text} />
      </p>
    );
  const List = block.isOrdered ? "ol" : "ul";
  return (
    <List className={`grid max-w-prose gap-1 pl-6 ${block.isOrdered ? "list-decimal" : "list-disc"}`}>
      {block.items.map((item, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a document never changes while it is shown
        <li key={index}>
          <Blocks blocks={item} />
        </li>
      ))}
    </List>
  );
}

/** A row that begins with a code mark has its text as its anchor: an error's code, a setting. */
function Table({ head, rows }: { head: string[]; rows: string[][] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <div tabIndex={0} className="overflow-x-auto rounded-md border">
      <table className="w-full text-left">
        {head.some((cell) => cell !== "") ? (
          <thead className="border-b bg-muted">
            <Row cells={head} isHead />
          </thead>
        ) : null}
        <tbody>
          {rows.map((cells) => (
            <Row key={cells.join("|")} cells={cells} id={/^`([^`]+)`$/.exec(cells[0] ?? "")?.[1]} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ cells, isHead, id }: { cells: string[]; isHead?: boolean; id?: string | undefined }) {
  return (
    <tr id={id} className="border-b last:border-b-0 target:bg-muted">
      {cells.map((cell, index) => {
        // A header without words would be announced as one.
        const Cell = isHead && cell !== "" ? "th" : "td";
        const isName = /^`[^`]{1,32}`$/.test(cell);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a document never changes while it is shown
          <Cell key={index} className={`px-3 py-2 align-top ${isName ? "whitespace-nowrap" : ""}`}>
            <Words text={cell} />
          </Cell>
        );
      })}
    </tr>
  );
}

function Words({ text }: { text: string }): ReactNode {
  return readInline(text).map((part, index) => {
    const key = `${index} ${part.text}`;
    if (part.kind === "text") return <Fragment key={key}>{part.text}</Fragment>;
    if (part.kind === "strong")
      return (
        <strong key={key}>
          <Words text={part.text} />
        </strong>
      );
    if (part.kind === "emphasis") return <em key={key}>{part.text}</em>;
    if (part.kind === "link")
      return (
        // Links between documents are spelled as programs follow them.
        <a key={key} className="text-link underline" href={part.to.replace(/^(\/docs\/[^#]+)\.md/, "$1")}>
          <Words text={part.text} />
        </a>
      );
    return (
      <code key={key} className="font-mono text-[0.9em] [overflow-wrap:anywhere]">
        {part.text}
      </code>
    );
  });
}
