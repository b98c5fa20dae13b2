import { Fragment, type ReactNode } from "react";
import type { Block, Inline, Row as TableRow } from "./read-markdown.ts";

/** A document of ours. Not for text of agents or people, which is shown by `UntrustedText`. */
export function Markdown({ blocks }: { blocks: Block[] }): ReactNode {
  // biome-ignore lint/suspicious/noArrayIndexKey: a document never changes while it is shown
  return blocks.map((block, index) => <Fragment key={index}>{shown(block)}</Fragment>);
}

const looks = ["", "text-2xl leading-8", "mt-4 text-lg", "mt-2 text-base", "", "", ""];

function shown(block: Block): ReactNode {
  if (block.kind === "heading") {
    const Heading = `h${block.level}` as "h1";
    return (
      <Heading id={block.id} className={`font-semibold ${looks[block.level]}`}>
        <Words words={block.words} />
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
        <Words words={block.words} />
      </p>
    );
  const List = block.isOrdered ? "ol" : "ul";
  return (
    <List className={`grid max-w-prose gap-1 pl-6 ${block.isOrdered ? "list-decimal" : "list-disc"}`}>
      {block.items.map((item, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a document never changes while it is shown
        <li key={index}>
          <Markdown blocks={item} />
        </li>
      ))}
    </List>
  );
}

function Table({ head, rows }: { head: Inline[][]; rows: TableRow[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <div tabIndex={0} className="overflow-x-auto rounded-md border">
      <table className="w-full text-left">
        {head.some((cell) => cell.length > 0) ? (
          <thead className="border-b bg-muted">
            <Row cells={head} isHead />
          </thead>
        ) : null}
        <tbody>
          {rows.map(({ cells, id }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a document never changes while it is shown
            <Row key={index} cells={cells} id={id} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ cells, isHead, id }: { cells: Inline[][]; isHead?: boolean; id?: string | undefined }) {
  return (
    <tr id={id} className="border-b last:border-b-0 target:bg-muted">
      {cells.map((cell, index) => {
        // A header without words would be announced as one.
        const Cell = isHead && cell.length > 0 ? "th" : "td";
        const [first, ...others] = cell;
        const isName = first?.kind === "code" && first.text.length <= 32 && others.length === 0;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a document never changes while it is shown
          <Cell key={index} className={`px-3 py-2 align-top ${isName ? "whitespace-nowrap" : ""}`}>
            <Words words={cell} />
          </Cell>
        );
      })}
    </tr>
  );
}

function Words({ words }: { words: Inline[] }): ReactNode {
  // biome-ignore lint/suspicious/noArrayIndexKey: a document never changes while it is shown
  return words.map((part, index) => <Fragment key={index}>{shownWords(part)}</Fragment>);
}

function shownWords(part: Inline): ReactNode {
  if (part.kind === "text") return part.text;
  if (part.kind === "code")
    return <code className="font-mono text-[0.9em] [overflow-wrap:anywhere]">{part.text}</code>;
  const inside = <Words words={part.words} />;
  if (part.kind === "strong") return <strong>{inside}</strong>;
  if (part.kind === "emphasis") return <em>{inside}</em>;
  return (
    // Links between documents are spelled as programs follow them.
    <a className="text-link underline" href={part.to.replace(/^(\/docs\/[^#]+)\.md/, "$1")}>
      {inside}
    </a>
  );
}
