import type { ReactNode } from "react";
import { keyed } from "#components/text/keyed.ts";
import { UntrustedCode } from "#components/text/untrusted-text";
import type { BoundPlace, BoundValue, ShownBounds } from "#lib/approvals/standing/approvals/show-bounds";
import { NamedValue } from "./named-value.tsx";
import { ShownAmount } from "./shown-amount.tsx";

/**
 * What later actions may have instead of the signed values, then what stays the same. The agent chose names
 * and values: each is in a box of its own, so that none looks like a limit or a label.
 */
export function Bounds({ bounds: { mayDiffer, same } }: { bounds: ShownBounds }) {
  return (
    <>
      <Places title="May differ">
        {mayDiffer.length === 0 ? (
          <NamedValue name="Nothing">Only exactly this action is covered.</NamedValue>
        ) : null}
        {mayDiffer.map((place) => (
          <Place key={place.path} {...place}>
            {"upTo" in place ? (
              <strong>
                Up to <ShownAmount amount={place.upTo} />
              </strong>
            ) : (
              <OneOf values={place.oneOf} />
            )}
          </Place>
        ))}
      </Places>
      <Places title="Must be the same">
        {same.map((place) => (
          <Place key={place.path} {...place}>
            <Value value={place.value} />
          </Place>
        ))}
      </Places>
    </>
  );
}

function Places({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="grid min-w-0 gap-2">
      <h3 className="font-semibold">{title}</h3>
      <dl className="@container grid min-w-0 gap-2">{children}</dl>
    </section>
  );
}

/** The parts of an action outside its parameters. */
const labels: Record<string, string> = {
  ...{ "/type": "Action type", "/resource": "Resource", "/audience": "Tool" },
};

function Place({ path, value, children }: BoundPlace & { children: ReactNode }) {
  const label = labels[path] ?? value.field?.label;
  return (
    <NamedValue
      name={
        <span className="flex min-w-0 flex-wrap items-baseline gap-x-2">
          {label === undefined ? null : <span>{label}</span>}
          <UntrustedCode text={path} className="text-xs" />
        </span>
      }
    >
      {children}
    </NamedValue>
  );
}

function OneOf({ values }: { values: BoundValue[] }) {
  return (
    <>
      <strong>One of {values.length}</strong>
      <ul className="mt-1 grid list-disc gap-1 pl-5">
        {keyed(values).map(([key, value]) => (
          <li key={key}>
            <Value value={value} />
          </li>
        ))}
      </ul>
    </>
  );
}

/** Formats that show what the agent wrote. */
const written = new Set(["identifier", "email", "person", "agent"]);
const boxed = "rounded-sm bg-muted box-decoration-clone px-1";

function Value({ value: { text, field } }: { value: BoundValue }) {
  if (field?.shown.as !== "value") return <UntrustedCode text={text} className={boxed} />;
  if (written.has(field.format)) return <UntrustedCode text={field.shown.text} className={boxed} />;
  return <ShownAmount amount={field.shown} />;
}
