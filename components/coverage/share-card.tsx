import type { ReactNode } from "react";
import { Card } from "#components/ui/card";
import { Link } from "#components/ui/link";
import { counted, shareText } from "./figure-text.ts";

interface Share {
  name: string;
  about: string;
  unit: string;
  value: number | null;
  total: number | null;
}

/** A share as a card: the value, the total, and links to both lists. */
export function ShareCard(props: {
  figure: Share;
  links: { counted: string; missing?: string };
  /** The label of the missing items: "without an active owner". */
  missingWord: string;
  children?: ReactNode;
}) {
  const { name, about, unit, value, total } = props.figure;
  const share = shareText(value, total);
  const missing = (total ?? 0) - (value ?? 0);
  return (
    <Card className="flex flex-col gap-2 p-4 sm:p-5" aria-label={name}>
      <h2 className="font-medium text-muted-foreground text-sm">{name}</h2>
      <p className="font-semibold text-3xl tabular-nums leading-9">{share ?? "No data"}</p>
      <Meter share={total ? (value ?? 0) / total : 0} />
      <p className="text-sm">
        <NumberLink href={props.links.counted}>
          {(value ?? 0).toLocaleString("en")} of {counted(total ?? 0, unit)}
        </NumberLink>
      </p>
      {props.links.missing && missing > 0 ? (
        <p className="font-medium text-sm text-warning">
          <Link
            href={props.links.missing}
            className="underline decoration-1 underline-offset-3 hover:decoration-2"
          >
            {missing.toLocaleString("en")} {props.missingWord}
          </Link>
        </p>
      ) : null}
      {props.children}
      <p className="text-[0.8125rem] text-muted-foreground">{about}</p>
    </Card>
  );
}

/** A number that links to its list. */
export function NumberLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Link
      href={href}
      className="text-link tabular-nums underline decoration-1 underline-offset-3 hover:decoration-2"
    >
      {children}
    </Link>
  );
}

// The number next to the meter has the same content.
function Meter({ share }: { share: number }) {
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 100 6"
      preserveAspectRatio="none"
      className="h-1.5 w-full rounded-sm"
    >
      <rect width="100" height="6" className="fill-muted" />
      <rect width={share * 100} height="6" className={share === 1 ? "fill-success" : "fill-warning"} />
    </svg>
  );
}
