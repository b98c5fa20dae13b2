import { useId } from "react";
import type { Fallback, Shown } from "#lib/descriptors/formats/format";
import type { Rendering } from "#lib/descriptors/render/rendering";
import type { SaidAbove } from "#lib/descriptors/render/said-once";
import { alsoLabel, hiddenLabel, rawLabel } from "#lib/text/description-labels";
import { JsonValue } from "../../text/json-value.tsx";
import { UntrustedCode, UntrustedText } from "../../text/untrusted-text.tsx";
import { CommandEffects } from "./command-effects.tsx";
import { fallbackWords } from "./fallback-words.ts";
import { Row, Rows } from "./row.tsx";
import { ShownValue } from "./shown-value.tsx";

interface DescriptionProps {
  rendering: Rendering;
  /** The content at the top of the page; empty if left out. */
  said?: SaidAbove;
  names?: Record<string, string>;
}

const nothing: SaidAbove = new Set();

/** The signed content below the top: the descriptor's fields and uncovered parameters, or raw. */
export function Description({ rendering, said = nothing, names }: DescriptionProps) {
  // A page can have several descriptions: of a request and its edit, or of several requests.
  const id = useId();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for controls
    <div role="group" aria-labelledby={id} className="grid min-w-0">
      <h2 id={id} className="sr-only">
        Parameters
      </h2>
      <DescriptionContent rendering={rendering} said={said} names={names} />
      <Subject rendering={rendering} said={said} />
    </div>
  );
}

function DescriptionContent({ rendering, said = nothing, names }: DescriptionProps) {
  const { form, fallback, fields, also, hidden } = rendering;
  const rows = fields.filter(({ path, shown }) => !said.has(path) || nameIn(names, shown) !== undefined);
  return (
    <>
      {form === "raw" && fallback && !said.has("fallback") ? (
        <WithoutDescription fallback={fallback} />
      ) : null}
      {rows.length > 0 ? (
        <Rows>
          {rows.map(({ path, label, shown }) =>
            shown.as === "command" && said.has(path) ? (
              <CommandEffects key={path} lines={shown.lines} />
            ) : (
              <Row key={path} label={label} wide={isWide(shown)}>
                <ShownValue shown={shown} names={names} />
              </Row>
            ),
          )}
        </Rows>
      ) : null}
      {form === "raw" && also.length === 0 ? <p className="text-muted-foreground">No parameters.</p> : null}
      <Parts title={form === "raw" ? undefined : alsoLabel} parts={also} />
      <Parts title={hiddenLabel} parts={hidden} />
    </>
  );
}

function WithoutDescription({ fallback: { code, path } }: { fallback: Fallback }) {
  return (
    <p className="rounded-md bg-warning-soft px-3 py-2 text-warning">
      <span className="block font-medium">{rawLabel}</span>
      {fallbackWords[code]}
      {path === undefined ? null : (
        <>
          {" "}
          <UntrustedCode text={path} />
        </>
      )}
    </p>
  );
}

function Subject({ rendering, said }: { rendering: Rendering; said: SaidAbove }) {
  const { resource, tool, type } = rendering;
  const rows = [
    { name: "resource", label: "Resource", text: resource },
    { name: "tool", label: "Tool", text: tool },
    { name: "type", label: "Action type", text: type },
  ].filter(({ name, text }) => text !== undefined && !said.has(name));
  if (rows.length === 0) return null;
  return (
    <Rows>
      {rows.map(({ name, label, text }) => (
        <Row key={name} label={label}>
          <UntrustedCode text={text ?? ""} />
        </Row>
      ))}
    </Rows>
  );
}

function Parts({ title, parts }: { title: string | undefined; parts: Rendering["also"] }) {
  if (parts.length === 0) return null;
  return (
    <section className="grid gap-1">
      {title === undefined ? null : <h3 className="font-medium text-[0.8125rem]">{title}</h3>}
      <Rows>
        {parts.map(({ path, value }) => (
          <Row
            key={path}
            label={<UntrustedText as="value" text={nameOf(path) || '""'} className="font-mono" />}
            wide={typeof value === "object" && value !== null}
          >
            <JsonValue value={value} />
          </Row>
        ))}
      </Rows>
    </section>
  );
}

/** A name in the form of a pointer appears as a pointer: no reader takes the name for a nested value. */
function nameOf(path: string): string {
  if (path.indexOf("/", 1) > 0 || path.includes("~")) return path;
  return path.slice(1);
}

/** Values in need of the whole width, among them a command below the top of the page. */
function isWide(shown: Shown): boolean {
  return ["code", "table", "json", "command"].includes(shown.as);
}

/** The name of a shown person or agent, which a sentence leaves out. */
function nameIn(names: DescriptionProps["names"], shown: Shown): string | undefined {
  return names && shown.as === "value" && Object.hasOwn(names, shown.text) ? names[shown.text] : undefined;
}
