import { LocalTime } from "#components/text/local-time";
import { Alert } from "#components/ui/alert";
import type { Shown } from "#lib/descriptors/formats/format";
import { uninspectedLabel } from "#lib/text/description-labels";
import { JsonValue } from "../../text/json-value.tsx";
import { UntrustedCode, UntrustedText } from "../../text/untrusted-text.tsx";
import { warningWords } from "./url-warnings.ts";

interface ShownValueProps {
  shown: Shown;
  /** The names of people and agents, by ID. Not signed. */
  names?: Record<string, string> | undefined;
}

/** A value in the form of its format, with the signed form where different. */
export function ShownValue({ shown, names }: ShownValueProps) {
  switch (shown.as) {
    case "value":
      return <ClosedValue shown={shown} name={nameIn(names, shown.text)} />;
    case "text":
      return shown.text === "" ? <Empty /> : <UntrustedText as="value" text={shown.text} />;
    case "path":
      return <UntrustedCode text={shown.text} />;
    case "code":
      return <CodeText text={shown.text} />;
    case "url":
      return <WebAddress {...shown} />;
    case "list":
      return <ShownList items={shown.items} names={names} />;
    case "table":
      return <ShownTable columns={shown.columns} rows={shown.rows} names={names} />;
    case "json":
      return <JsonValue value={shown.value} />;
    case "command":
      return <ShellCommand {...shown} />;
  }
}

function CodeText({ text }: { text: string }) {
  return (
    <pre className="max-w-full whitespace-pre-wrap rounded-md bg-muted px-3 py-2 [overflow-wrap:anywhere]">
      <UntrustedCode text={text} />
    </pre>
  );
}

/** An agent may send an ID such as `constructor`, a member of every object. */
function nameIn(names: ShownValueProps["names"], id: string): string | undefined {
  return names && Object.hasOwn(names, id) ? names[id] : undefined;
}

const moment = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.\d+)? UTC$/;

function ClosedValue({ shown, name }: { shown: Extract<Shown, { as: "value" }>; name: string | undefined }) {
  const [, day, time] = moment.exec(shown.text) ?? [];
  return (
    <>
      <span className="tabular-nums">{shown.text}</span>
      {name === undefined ? null : (
        <span className="block text-[0.8125rem] text-muted-foreground">{name}</span>
      )}
      {day === undefined ? null : (
        <span className="block text-[0.8125rem] text-muted-foreground">
          Your time: <LocalTime at={new Date(`${day}T${time}Z`)} />
        </span>
      )}
      {shown.original === undefined ? null : (
        <span className="block text-[0.8125rem] text-muted-foreground">
          Signed as <UntrustedText as="value" text={shown.original} className="font-mono" />
        </span>
      )}
    </>
  );
}

function WebAddress({ before, host, after, warnings }: Extract<Shown, { as: "url" }>) {
  return (
    <>
      <span className="font-mono text-[0.8125rem] [overflow-wrap:anywhere]">
        <UntrustedText as="value" text={before} className="text-muted-foreground" />
        <strong>
          <UntrustedText as="value" text={host} />
        </strong>
        <UntrustedText as="value" text={after} className="text-muted-foreground" />
      </span>
      {warnings.map((warning) => (
        <Alert key={warning} variant="warning" title={warningWords(warning)} className="mt-1" />
      ))}
    </>
  );
}

function ShownList({ items, names }: { items: Shown[] } & Pick<ShownValueProps, "names">) {
  if (items.length === 0) return <Empty />;
  return (
    <ol className="grid min-w-0 gap-1">
      {items.map((item, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the elements of a signed list never move
        <li key={index} className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-2">
          <span className="text-muted-foreground tabular-nums">{index + 1}.</span>
          <span>
            <ShownValue shown={item} names={names} />
          </span>
        </li>
      ))}
    </ol>
  );
}

interface ShownTableProps extends Pick<ShownValueProps, "names"> {
  columns: string[];
  rows: (Shown | null)[][];
}

function ShownTable({ columns, rows, names }: ShownTableProps) {
  if (rows.length === 0) return <Empty />;
  return (
    // Never wider than the page: a part beyond an edge would be signed unseen.
    <table className="w-full table-fixed text-left [overflow-wrap:anywhere]">
      <thead className="text-[0.8125rem] text-muted-foreground">
        <tr>
          {columns.map((column) => (
            <th key={column} scope="col" className="py-1 pr-2 font-normal">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the rows of a signed list never move
          <tr key={index} className="border-t align-top">
            {columns.map((column, at) => (
              <td key={column} className="py-1 pr-2">
                {row[at] ? <ShownValue shown={row[at]} names={names} /> : null}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Empty() {
  return <span className="text-muted-foreground italic">Empty</span>;
}

function ShellCommand({ text, lines }: Extract<Shown, { as: "command" }>) {
  return (
    <div className="grid min-w-0 gap-3">
      <CodeText text={text} />
      <CommandReading lines={lines} />
    </div>
  );
}

/** The opaque parts of a command, in Countersign's words, and its steps in order. */
export function CommandReading({ lines }: Pick<Extract<Shown, { as: "command" }>, "lines">) {
  return (
    <dl className="@container grid min-w-0 gap-y-2">
      {lines.map(({ label, value, tone }, index) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: the lines of a signed command never move
          key={index}
          className="grid min-w-0 gap-x-4 @md:grid-cols-[minmax(7rem,11rem)_minmax(0,1fr)]"
        >
          <dt className={tone ? "font-medium text-warning" : "text-muted-foreground"}>{labelWords(label)}</dt>
          <dd className="min-w-0 [overflow-wrap:anywhere]">
            <UntrustedText
              as="value"
              text={value}
              className={label === uninspectedLabel ? undefined : "font-mono text-[0.8125rem]"}
            />
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** The screen's label of a line. The signed label of opaque parts never changes. */
export function labelWords(label: string): string {
  return label === uninspectedLabel ? "Can't be inspected" : label;
}
